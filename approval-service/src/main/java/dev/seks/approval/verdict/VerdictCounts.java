// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.verdict;

import dev.seks.schemas.record.Channel;
import java.util.concurrent.atomic.AtomicLongArray;

/** How many attempts to decide there were since the process started, by channel and outcome. Safe for many threads. */
public final class VerdictCounts {
    private static final int OUTCOMES = VerdictOutcome.values().length;

    private final AtomicLongArray counts = new AtomicLongArray(Channel.values().length * OUTCOMES);

    public void count(VerdictAttempt attempt, VerdictOutcome outcome) {
        counts.incrementAndGet(index(attempt.channel(), outcome));
    }

    public long of(Channel channel, VerdictOutcome outcome) {
        return counts.get(index(channel, outcome));
    }

    private static int index(Channel channel, VerdictOutcome outcome) {
        return channel.ordinal() * OUTCOMES + outcome.ordinal();
    }
}
