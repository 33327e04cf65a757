// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/**
 * What is remembered of a finally decided request, so that a repeat gets the same answer.
 *
 * @param requestDigest of the bytes that were decided
 * @param seq of the decision that is the answer
 * @param decidedAt when it was decided
 */
public record Answer(String requestDigest, Outcome outcome, Reason reason, long seq, Instant decidedAt) {
    /** For how long after the final decision a request id is remembered. */
    public static final Duration KEPT = Duration.ofHours(24);

    private static final HexFormat HEX = HexFormat.of();

    static Answer of(Decision decision) {
        return new Answer(
                decision.getRequestDigest(),
                decision.getOutcome(),
                decision.getReason(),
                decision.getSeq(),
                decision.getDecidedAt());
    }

    /** Whether it is still remembered at {@code now}; a store may keep it longer, the state machine does not look. */
    public boolean isRememberedAt(Instant now) {
        return now.isBefore(decidedAt.plus(KEPT));
    }

    /** The stored form. */
    public byte[] encode() {
        return new Packer()
                .version(1)
                .raw(HEX.parseHex(requestDigest))
                .symbol(outcome)
                .symbol(reason)
                .number(seq)
                .number(decidedAt.toEpochMilli())
                .bytes();
    }

    /** The answer that {@link #encode} stored. */
    public static Answer decode(byte[] stored) {
        Unpacker in = new Unpacker(stored).version(1);
        return new Answer(
                HEX.formatHex(in.raw(32)),
                in.symbol(Outcome.values()),
                in.symbol(Reason.values()),
                in.number(),
                Instant.ofEpochMilli(in.number()));
    }
}
