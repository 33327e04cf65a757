// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.signature;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** A private key of Ed25519 (RFC 8032): its seed of 32 bytes. */
public final class Ed25519PrivateKey implements Signer {
    /** Length of a seed in bytes. */
    public static final int BYTES = Ed25519.SECRET_KEY_SIZE;

    private final byte[] seed;
    private final byte[] publicBytes = new byte[Ed25519.PUBLIC_KEY_SIZE];
    private final Ed25519PublicKey publicKey;

    private Ed25519PrivateKey(byte[] seed) {
        this.seed = seed;
        Ed25519.generatePublicKey(seed, 0, publicBytes, 0);
        this.publicKey = Ed25519PublicKey.of(publicBytes)
                .orElseThrow(() -> new IllegalStateException("a seed whose public key is none"));
    }

    /**
     * The key of a seed.
     *
     * @throws IllegalArgumentException when it is not of 32 bytes
     */
    public static Ed25519PrivateKey of(byte[] seed) {
        if (seed.length != BYTES) {
            throw new IllegalArgumentException("a seed of " + seed.length + " bytes, expected " + BYTES);
        }
        return new Ed25519PrivateKey(seed.clone());
    }

    public Ed25519PublicKey publicKey() {
        return publicKey;
    }

    /** The secret itself, to be written to a file of mode 0600 and nowhere else. */
    public byte[] seed() {
        return seed.clone();
    }

    @Override
    public String keyId() {
        return publicKey.keyId();
    }

    @Override
    public Algorithm algorithm() {
        return Algorithm.ED25519;
    }

    @Override
    public byte[] sign(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, publicBytes, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
