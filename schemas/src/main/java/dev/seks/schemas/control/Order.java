// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.control;

import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.Control;
import java.time.Duration;
import java.time.Instant;

/**
 * An order that was carried out, remembered for as long as it is fresh so that it cannot be played again.
 *
 * @param digest the first half of SHA-256 of its value, lower-case hex
 */
public record Order(String digest, Instant givenAt) {
    /** How far the time at which an order was given may be from the one at which it was logged. */
    public static final Duration FRESHNESS = Duration.ofMinutes(2);

    /** Bytes of SHA-256 by which an order is known. */
    public static final int DIGEST_BYTES = 16;

    static Order of(Control control, byte[] value) {
        return new Order(Digest.of(value).substring(0, 2 * DIGEST_BYTES), control.getGivenAt());
    }

    /** Whether the same order could still pass for a fresh one at {@code now}. */
    boolean isFreshAt(Instant now) {
        return !now.isAfter(givenAt.plus(FRESHNESS));
    }
}
