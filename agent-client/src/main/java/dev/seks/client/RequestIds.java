// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.client;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** Request ids that sort by time and that nobody can guess: UUID version 7 (RFC 9562, section 5.7). */
final class RequestIds {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private RequestIds() {}

    static String at(Instant now) {
        long high = now.toEpochMilli() << 16 | VERSION_7 | RANDOM.nextInt() & 0xFFFL;
        long low = RANDOM.nextLong() >>> 2 | VARIANT;
        return new UUID(high, low).toString();
    }
}
