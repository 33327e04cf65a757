// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.signature;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * What is signed of a record: for each of {@code seks-<kind>-v1}, cluster id, topic and key id two bytes of length
 * (big-endian) and the UTF-8 bytes; then SHA-256 of the value. So a signature holds for one kind of record, in one topic of
 * one cluster, under one key.
 */
final class SignedBytes {
    private static final int MOST = 0xffff;
    private static final byte[] NOTHING = {};
    private static final ThreadLocal<MessageDigest> SHA256 = ThreadLocal.withInitial(SignedBytes::sha256);

    private SignedBytes() {}

    static byte[] of(RecordKind kind, String clusterId, String topic, String keyId, byte @Nullable [] value) {
        byte[] label = kind.label();
        byte[] cluster = clusterId.getBytes(StandardCharsets.UTF_8);
        byte[] place = topic.getBytes(StandardCharsets.UTF_8);
        byte[] key = keyId.getBytes(StandardCharsets.UTF_8);
        byte[] digest = SHA256.get().digest(value == null ? NOTHING : value);
        ByteBuffer bytes = ByteBuffer.allocate(
                4 * Short.BYTES + label.length + cluster.length + place.length + key.length + digest.length);
        put(bytes, label);
        put(bytes, cluster);
        put(bytes, place);
        put(bytes, key);
        return bytes.put(digest).array();
    }

    private static void put(ByteBuffer bytes, byte[] part) {
        if (part.length > MOST) {
            throw new IllegalArgumentException("a part of " + part.length + " bytes, expected at most " + MOST);
        }
        bytes.putShort((short) part.length).put(part);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
        }
    }
}
