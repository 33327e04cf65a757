// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.github;

import dev.seks.executor.credential.Secret;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/** The private key of an app, and what it says about itself with it: a JSON Web Token (RFC 7519) signed by RS256. */
final class AppKey {
    private static final String HEADER = "{\"alg\":\"RS256\",\"typ\":\"JWT\"}";
    private static final int MIN_BITS = 2048;

    /** GitHub's clock may be behind. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    /** GitHub takes at most ten minutes from now on. */
    private static final Duration LIFE = Duration.ofMinutes(9);

    private final PrivateKey key;

    private AppKey(PrivateKey key) {
        this.key = key;
    }

    /** The RSA key in PEM, as GitHub gives it (PKCS#1) or converted (PKCS#8); empty when there is none of 2048 bits. */
    static Optional<AppKey> of(Secret pem) {
        try (PemReader reader = new PemReader(new StringReader(pem.reveal()))) {
            PemObject object = reader.readPemObject();
            if (object == null) {
                return Optional.empty();
            }
            byte[] pkcs8 = pkcs8(object);
            try {
                PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
                boolean isLong =
                        key instanceof RSAPrivateKey rsa && rsa.getModulus().bitLength() >= MIN_BITS;
                return isLong ? Optional.of(new AppKey(key)) : Optional.empty();
            } finally {
                Arrays.fill(pkcs8, (byte) 0);
                Arrays.fill(object.getContent(), (byte) 0);
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException | IllegalStateException e) {
            return Optional.empty(); // what was found is not told: it is meant to be a key
        }
    }

    private static byte[] pkcs8(PemObject object) throws IOException {
        return switch (object.getType()) {
            case "PRIVATE KEY" -> object.getContent().clone();
            case "RSA PRIVATE KEY" ->
                new PrivateKeyInfo(
                                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                                org.bouncycastle.asn1.pkcs.RSAPrivateKey.getInstance(object.getContent()))
                        .getEncoded();
            default -> throw new IllegalArgumentException("no private key");
        };
    }

    /** What the app shows to GitHub to be known by it. */
    Secret token(String app, Instant now) {
        String claims = "{\"iat\":" + now.minus(SKEW).getEpochSecond() + ",\"exp\":"
                + now.plus(LIFE).getEpochSecond() + ",\"iss\":\"" + app + "\"}";
        String signed = base64(HEADER) + "." + base64(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return Secret.of(signed + "." + base64(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no RS256 on this machine", e);
        }
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
