// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.seks.schemas.record.AuthMethod;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.PolicyBundle;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * I8: the agent of every approved request, and of every one that people were asked about, is the one that authenticated.
 * Judged with the JDK's own cryptography and a reading of its own of header and policy. Only where identities are given.
 */
final class AuthenticatedAgent implements Invariant {
    private static final Pattern HEADER =
            Pattern.compile("v1;alg=(ed25519|hmac-sha256);kid=([A-Za-z0-9._-]+);sig=([A-Za-z0-9_-]+)");
    private static final Pattern HMAC_KEY = Pattern.compile("hmac-([0-9]+)\\.([a-z][a-z0-9_-]*)");
    private static final byte[] ED25519_INFO = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final HexFormat HEX = HexFormat.of();

    @Override
    public String number() {
        return "I8";
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Identities identities = evidence.identities();
        if (identities == null) {
            return;
        }
        Map<Place, RawRecord> requests = new HashMap<>();
        evidence.log().requests().forEach(request -> requests.put(request.place(), request.raw()));
        Map<Place, Decision> firsts = new HashMap<>();
        evidence.log().decisions().stream()
                .map(Logged::said)
                .sorted(Comparator.comparingLong(Decision::getSeq))
                .forEach(decision -> firsts.putIfAbsent(place(decision), decision));
        for (Logged<Decision> decision : evidence.log().decisions()) {
            if (decision.said().getOutcome() != Outcome.DENIED) {
                Decision first = firsts.get(place(decision.said()));
                fault(identities, evidence.log(), requests.get(place(first)), first, decision.said())
                        .ifPresent(fault -> findings.decision(decision, fault));
            }
        }
    }

    private static Place place(Decision decision) {
        return new Place(
                decision.getRequestCoordinates().getTopic(),
                decision.getRequestCoordinates().getPartition(),
                decision.getRequestCoordinates().getOffset());
    }

    private static Optional<String> fault(
            Identities identities, Log log, RawRecord request, Decision first, Decision decision) {
        if (request == null) {
            return Optional.of("no request stands where the decision says");
        }
        List<byte[]> headers = signatures(request);
        Matcher header =
                HEADER.matcher(headers.size() == 1 ? new String(headers.get(0), StandardCharsets.ISO_8859_1) : "");
        if (!header.matches()) {
            return Optional.of(headers.size() + " signatures on the request, expected one in form");
        }
        String keyId = header.group(2);
        if (!keyId.equals(decision.getAuthenticatedBy())) {
            return Optional.of("authenticated by " + decision.getAuthenticatedBy() + ", signed by " + keyId);
        }
        try {
            byte[] signed = signed(identities.clusterId(), request, keyId);
            byte[] signature = Base64.getUrlDecoder().decode(header.group(3));
            boolean proven = switch (decision.getAuthMethod() == null ? AuthMethod.NONE : decision.getAuthMethod()) {
                case ED25519 ->
                    keys(log, first).stream()
                            .filter(key -> keyId.equals(idOf(key)))
                            .anyMatch(key -> verifies(key, signed, signature));
                case HMAC -> Arrays.equals(hmac(identities, decision, keyId, signed), signature);
                case GATEWAY ->
                    identities.gateways().containsKey(keyId)
                            && verifies(identities.gateways().get(keyId), signed, signature);
                case NONE, UNKNOWN -> false;
            };
            return proven
                    ? Optional.empty()
                    : Optional.of("no key of agent " + decision.getAgent() + " has signed the request");
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            return Optional.of("the signature cannot be judged: " + e);
        }
    }

    private static List<byte[]> signatures(RawRecord request) {
        List<byte[]> all = request.headers();
        List<byte[]> found = new ArrayList<>();
        for (int i = 0; i + 1 < all.size(); i += 2) {
            if (new String(all.get(i), StandardCharsets.UTF_8).equals("seks-sig")) {
                found.add(all.get(i + 1));
            }
        }
        return found;
    }

    /** The public keys that the policy in force lists for the agent. */
    private static List<byte[]> keys(Log log, Decision first) {
        return log.bundle(first.getDomain(), first.getPolicyVersion())
                .map(bundle -> listed(bundle, first.getAgent()))
                .orElse(List.of());
    }

    private static List<byte[]> listed(PolicyBundle bundle, String agent) {
        try {
            JsonNode keys = new YAMLMapper()
                    .readTree(bundle.getPolicy().getText())
                    .path("agents")
                    .path(agent)
                    .path("keys");
            List<byte[]> found = new ArrayList<>();
            keys.forEach(key -> {
                if (key.asText().startsWith("ed25519:")) {
                    found.add(Base64.getDecoder().decode(key.asText().substring(8)));
                }
            });
            return found;
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String idOf(byte[] key) {
        return HEX.formatHex(sha256(key)).substring(0, 32);
    }

    private static byte[] signed(String clusterId, RawRecord request, String keyId) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (String part : List.of("seks-request-v1", clusterId, request.topic(), keyId)) {
            out.writeUTF(part); // all ASCII, for which Java's own form is UTF-8
        }
        out.write(sha256(request.value() == null ? new byte[0] : request.value()));
        return bytes.toByteArray();
    }

    private static boolean verifies(byte[] key, byte[] signed, byte[] signature) {
        try {
            byte[] encoded = Arrays.copyOf(ED25519_INFO, ED25519_INFO.length + key.length);
            System.arraycopy(key, 0, encoded, ED25519_INFO.length, key.length);
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** What the agent's own key makes of it; nothing for a key of another agent. */
    private static byte[] hmac(Identities identities, Decision decision, String keyId, byte[] signed)
            throws GeneralSecurityException, IOException {
        Matcher name = HMAC_KEY.matcher(keyId);
        if (!name.matches() || !name.group(2).equals(decision.getAgent())) {
            return new byte[0];
        }
        ByteArrayOutputStream info = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(info);
        out.writeUTF("seks-agent-key-v1");
        out.writeUTF(decision.getDomain());
        out.writeUTF(decision.getAgent());
        out.writeInt(Integer.parseInt(name.group(1)));
        out.writeByte(1);
        byte[] key = mac(mac(new byte[32], identities.master()), info.toByteArray());
        return mac(key, signed);
    }

    private static byte[] mac(byte[] key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "any"));
        return mac.doFinal(message);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
