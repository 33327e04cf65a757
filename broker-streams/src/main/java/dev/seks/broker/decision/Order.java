// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.Control;
import java.time.Instant;
import java.util.HexFormat;

/**
 * An order that was carried out, remembered for as long as it is fresh so that it cannot be played again.
 *
 * @param digest the first half of SHA-256 of its value, lower-case hex
 */
public record Order(String digest, Instant givenAt) {
    private static final int DIGEST_BYTES = 16;
    private static final HexFormat HEX = HexFormat.of();

    static Order of(Event event, Control control) {
        return new Order(Digest.of(event.value()).substring(0, 2 * DIGEST_BYTES), control.getGivenAt());
    }

    /** Whether the same order could still pass for a fresh one at {@code now}. */
    boolean isFreshAt(Instant now) {
        return !now.isAfter(givenAt.plus(Intake.FRESHNESS));
    }

    void encode(Packer out) {
        out.raw(HEX.parseHex(digest)).number(givenAt.toEpochMilli());
    }

    static Order decode(Unpacker in) {
        return new Order(HEX.formatHex(in.raw(DIGEST_BYTES)), Instant.ofEpochMilli(in.number()));
    }
}
