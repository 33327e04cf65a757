// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import dev.seks.schemas.digest.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** The request for which a call is made. */
public record CallId(String domain, String agent, String requestId) {
    private static final String CONTEXT = "seks-call-v1";

    /**
     * Names the request towards services, the same whenever it is repeated: SHA-256, in lower-case hex, over 4-byte
     * lengths and UTF-8 bytes of a fixed word, domain, agent and request id. A service learns none of them from it.
     */
    public String key() {
        byte[][] parts = Stream.of(CONTEXT, domain, agent, requestId)
                .map(part -> part.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        ByteBuffer bytes = ByteBuffer.allocate(
                Stream.of(parts).mapToInt(p -> p.length + Integer.BYTES).sum());
        for (byte[] part : parts) {
            bytes.putInt(part.length).put(part);
        }
        return Digest.of(bytes.array());
    }
}
