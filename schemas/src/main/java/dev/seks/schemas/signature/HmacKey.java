// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.signature;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret that signs and verifies with HMAC-SHA256 (RFC 2104). */
public final class HmacKey implements Signer, Verifier {
    /** Length of every key in bytes. */
    public static final int BYTES = 32;

    private static final String JAVA_NAME = "HmacSHA256";
    private static final ThreadLocal<Mac> MACS = ThreadLocal.withInitial(HmacKey::mac);

    private final String keyId;
    private final byte[] secret;
    private final SecretKeySpec key;

    private HmacKey(String keyId, byte[] secret) {
        this.keyId = keyId;
        this.secret = secret;
        this.key = new SecretKeySpec(secret, JAVA_NAME);
    }

    /**
     * The key of a secret.
     *
     * @throws IllegalArgumentException when it is not of 32 bytes, or the id cannot name a key
     */
    public static HmacKey of(String keyId, byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("a secret of " + secret.length + " bytes, expected " + BYTES);
        }
        if (!SignatureHeader.isKeyId(keyId)) {
            throw new IllegalArgumentException("key id '" + keyId + "', expected letters, digits, '.', '_' or '-'");
        }
        return new HmacKey(keyId, secret.clone());
    }

    /** The secret itself, to be written to a file of mode 0600 and nowhere else. */
    public byte[] secret() {
        return secret.clone();
    }

    @Override
    public String keyId() {
        return keyId;
    }

    @Override
    public Algorithm algorithm() {
        return Algorithm.HMAC_SHA256;
    }

    @Override
    public byte[] sign(byte[] message) {
        Mac mac = MACS.get();
        try {
            mac.init(key);
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java refuses a key of HMAC-SHA256", e);
        }
    }

    /** Compares in constant time. */
    @Override
    public boolean verifies(byte[] message, byte[] signature) {
        return MessageDigest.isEqual(sign(message), signature);
    }

    @Override
    public String toString() {
        return "[redacted]";
    }

    private static Mac mac() {
        try {
            return Mac.getInstance(JAVA_NAME);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA256, which every Java must have", e);
        }
    }
}
