// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.signature;

import dev.seks.schemas.digest.Digest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/**
 * A public key of Ed25519 (RFC 8032). A value of this class is a point of the large prime-order group in its one canonical
 * encoding: small-order, mixed-order and non-canonical points are no keys. Signatures whose S is not below the group's order
 * are refused, so nobody can turn one signature into another.
 */
public final class Ed25519PublicKey implements Verifier {
    /** Length of a key in bytes. */
    public static final int BYTES = Ed25519.PUBLIC_KEY_SIZE;

    private static final String PREFIX = "ed25519:";
    private static final int KEY_ID_LENGTH = 32;

    private final byte[] bytes;
    private final Ed25519.PublicPoint point;
    private final String keyId;

    private Ed25519PublicKey(byte[] bytes, Ed25519.PublicPoint point) {
        this.bytes = bytes;
        this.point = point;
        this.keyId = Digest.of(bytes).substring(0, KEY_ID_LENGTH);
    }

    /** The key of 32 bytes, if they are one. */
    public static Optional<Ed25519PublicKey> of(byte[] bytes) {
        if (bytes.length != BYTES) {
            return Optional.empty();
        }
        byte[] mine = bytes.clone();
        return Optional.ofNullable(Ed25519.validatePublicKeyFullExport(mine, 0))
                .map(point -> new Ed25519PublicKey(mine, point));
    }

    /** The key written as {@code ed25519:} and canonical Base64, if it is one. */
    public static Optional<Ed25519PublicKey> parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            return of(Base64.getDecoder().decode(text.substring(PREFIX.length())))
                    .filter(key -> key.text().equals(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** As policies and trust roots write it. */
    public String text() {
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** The first half of SHA-256 of the key's bytes, as 32 lower-case hex characters. */
    @Override
    public String keyId() {
        return keyId;
    }

    @Override
    public Algorithm algorithm() {
        return Algorithm.ED25519;
    }

    @Override
    public boolean verifies(byte[] message, byte[] signature) {
        return signature.length == Ed25519.SIGNATURE_SIZE
                && Ed25519.verify(signature, 0, point, message, 0, message.length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ed25519PublicKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return text();
    }
}
