// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.digest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** SHA-256 in lower-case hex: the name of a run of bytes that every process agrees on. */
public final class Digest {
    /** Length of a digest in hex characters. */
    public static final int HEX_LENGTH = 64;

    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] NOTHING = {};

    private final MessageDigest sha256 = sha256();

    private Digest() {}

    /** The digest of {@code bytes}; null counts as no bytes. */
    public static String of(byte @Nullable [] bytes) {
        return HEX.formatHex(sha256().digest(bytes == null ? NOTHING : bytes));
    }

    /** The digest of the UTF-8 bytes of {@code text}. */
    public static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether this is a digest as it is written here. */
    public static boolean isHex(String text) {
        return text.length() == HEX_LENGTH
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /** Starts a digest over several parts, each framed by its length so that no two lists of parts look alike. */
    public static Digest ofParts() {
        return new Digest();
    }

    /** Adds one part; null and empty differ. */
    public Digest part(byte @Nullable [] bytes) {
        sha256.update(ByteBuffer.allocate(Integer.BYTES)
                .putInt(bytes == null ? -1 : bytes.length)
                .array());
        if (bytes != null) {
            sha256.update(bytes);
        }
        return this;
    }

    /** Adds a number as one part of eight bytes. */
    public Digest part(long number) {
        return part(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    /** Ends the digest over the parts added; the object is spent. */
    public String hex() {
        return HEX.formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
        }
    }
}
