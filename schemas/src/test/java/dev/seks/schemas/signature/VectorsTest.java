// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The vectors by which another implementation can check itself; held here against the JDK, which shares no code with us. */
class VectorsTest {
    private static final Path FILE = Path.of("src/test/resources/vectors/signatures.json");
    private static final HexFormat HEX = HexFormat.of();
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final Pattern HEADER = Pattern.compile("v1;alg=([^;]+);kid=([^;]+);sig=([^;=]+)");
    private static final String CLUSTER = "MkU3OEVBNTcwNTJENDM2Qg";
    private static final List<String> VALUES = List.of("", "00", "0000000001", "c3a4".repeat(200));

    @BeforeAll
    static void regenerate() throws IOException {
        if (System.getProperty("regenerate") != null) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, JSON.writeValueAsString(vectors()) + "\n");
        }
    }

    @Test
    void signsAsTheVectorsSay() throws IOException {
        assertThat(JSON.readTree(FILE.toFile()))
                .as(
                        "signatures changed: that breaks every client. If it is wanted, run mvn -pl schemas test -Dregenerate")
                .isEqualTo(JSON.readTree(JSON.writeValueAsString(vectors())));
    }

    @Test
    void everyVectorHoldsByTheJdksOwnCryptography() throws IOException, GeneralSecurityException {
        JsonNode file = JSON.readTree(FILE.toFile());
        int checked = 0;
        for (JsonNode vector : file.get("good")) {
            Matcher header = HEADER.matcher(vector.get("header").textValue());
            assertThat(header.matches()).isTrue();
            byte[] signed = signedBytes(vector, header.group(2));
            byte[] signature = Base64.getUrlDecoder().decode(header.group(3));

            assertThat(HEX.formatHex(signed))
                    .isEqualTo(vector.get("signedBytes").textValue());
            if (header.group(1).equals("ed25519")) {
                assertThat(JdkKeys.verifies(hex(vector, "publicKey"), signed, signature))
                        .isTrue();
            } else {
                assertThat(JdkKeys.hmac(hex(vector, "secret"), signed)).isEqualTo(signature);
            }
            checked++;
        }
        assertThat(checked).isEqualTo(RecordKind.values().length * VALUES.size() * 2);
    }

    @Test
    void everyBentVectorIsRefused() throws IOException {
        JsonNode file = JSON.readTree(FILE.toFile());
        for (JsonNode vector : file.get("bad")) {
            Verifier key = vector.has("publicKey")
                    ? Ed25519PublicKey.of(hex(vector, "publicKey")).orElseThrow()
                    : HmacKey.of(vector.get("keyId").textValue(), hex(vector, "secret"));
            boolean verified = SignatureHeader.parse(
                            vector.get("header").textValue().getBytes(StandardCharsets.UTF_8))
                    .filter(header -> new RecordVerifier(vector.get("clusterId").textValue())
                            .verifies(
                                    key,
                                    header,
                                    RecordKind.valueOf(vector.get("kind").textValue()),
                                    vector.get("topic").textValue(),
                                    hex(vector, "value")))
                    .isPresent();

            assertThat(verified).as(vector.get("why").textValue()).isFalse();
        }
        assertThat(file.get("bad")).hasSizeGreaterThanOrEqualTo(12);
    }

    private static byte[] signedBytes(JsonNode vector, String keyId) throws IOException, GeneralSecurityException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        String label = "seks-" + vector.get("kind").textValue().toLowerCase(java.util.Locale.ROOT) + "-v1";
        for (String part : List.of(
                label, vector.get("clusterId").textValue(), vector.get("topic").textValue(), keyId)) {
            out.writeUTF(part); // all ASCII, for which Java's own form is UTF-8
        }
        out.write(MessageDigest.getInstance("SHA-256").digest(hex(vector, "value")));
        return bytes.toByteArray();
    }

    private static byte[] hex(JsonNode vector, String field) {
        return HEX.parseHex(vector.get(field).textValue());
    }

    private static ObjectNode vectors() {
        ObjectNode file = JSON.createObjectNode();
        file.put(
                "about",
                "Header seks-sig over the value of a record. signedBytes: for each of seks-<kind>-v1, clusterId, topic and"
                        + " keyId two bytes of length (big-endian) and the UTF-8 bytes, then SHA-256 of the value. All bytes"
                        + " in hex. No vector under bad may verify under its key for its kind, cluster and topic.");
        ArrayNode good = file.putArray("good");
        for (RecordKind kind : RecordKind.values()) {
            for (String value : VALUES) {
                good.add(vector(ed25519(), kind, value)
                        .put("publicKey", HEX.formatHex(ed25519().publicKey().bytes()))
                        .put("seed", HEX.formatHex(ed25519().seed())));
                good.add(vector(hmac(), kind, value).put("secret", HEX.formatHex(hmac().secret())));
            }
        }
        ArrayNode bad = file.putArray("bad");
        bent(ed25519())
                .forEach(vector -> bad.add(vector.put(
                        "publicKey", HEX.formatHex(ed25519().publicKey().bytes()))));
        bent(hmac()).forEach(vector -> bad.add(vector.put("secret", HEX.formatHex(hmac().secret()))));
        return file;
    }

    private static List<ObjectNode> bent(Signer key) {
        ObjectNode good = vector(key, RecordKind.REQUEST, "0102");
        String header = good.get("header").textValue();
        int sig = header.indexOf(";sig=") + 5;
        return List.of(
                good.deepCopy().put("kind", "RESULT").put("why", "another kind"),
                good.deepCopy().put("clusterId", CLUSTER + "x").put("why", "another cluster"),
                good.deepCopy().put("topic", "seks.verdicts").put("why", "another topic"),
                good.deepCopy().put("value", "0103").put("why", "another value"),
                good.deepCopy().put("value", "").put("why", "no value"),
                good.deepCopy().put("header", header.replace("kid=", "kid=x")).put("why", "another key id"),
                good.deepCopy()
                        .put(
                                "header",
                                header.substring(0, sig) + flipped(header.charAt(sig)) + header.substring(sig + 1))
                        .put("why", "a bit of the signature"),
                good.deepCopy().put("header", header + "=").put("why", "padding"),
                good.deepCopy().put("header", header.replace("v1", "v2")).put("why", "another version"));
    }

    private static char flipped(char letter) {
        return letter == 'A' ? 'B' : 'A';
    }

    private static ObjectNode vector(Signer key, RecordKind kind, String value) {
        String topic = "seks.requests";
        byte[] bytes = HEX.parseHex(value);
        return JSON.createObjectNode()
                .put("kind", kind.name())
                .put("clusterId", CLUSTER)
                .put("topic", topic)
                .put("keyId", key.keyId())
                .put("value", value)
                .put("signedBytes", HEX.formatHex(SignedBytes.of(kind, CLUSTER, topic, key.keyId(), bytes)))
                .put(
                        "header",
                        new RecordSigner(key, CLUSTER).sign(kind, topic, bytes).toString());
    }

    private static Ed25519PrivateKey ed25519() {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) 42);
        return Ed25519PrivateKey.of(seed);
    }

    private static HmacKey hmac() {
        byte[] master = new byte[32];
        Arrays.fill(master, (byte) 43);
        return AgentKeys.of(master).key("acme", new AgentKeys.Name("bot", 1));
    }
}
