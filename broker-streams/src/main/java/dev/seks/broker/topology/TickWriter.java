// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Says for which domains a tick is to be written: when something is due by the wall clock, and not again until the
 * tick had time to come round. The wall clock only wakes; the tick's append time decides.
 */
final class TickWriter {
    static final Duration EVERY = Duration.ofMillis(100);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final StoredState state;
    private final Map<String, Asked> asked = new HashMap<>();

    private record Asked(Instant deadline, Instant at) {}

    TickWriter(StoredState state) {
        this.state = state;
    }

    /** The domains to write a tick for at {@code now}, each with its earliest deadline. */
    Map<String, Instant> due(Instant now) {
        Map<String, Instant> due = state.due(now);
        asked.keySet().retainAll(due.keySet());
        due.entrySet().removeIf(entry -> isAsked(entry.getKey(), entry.getValue(), now));
        due.forEach((domain, deadline) -> asked.put(domain, new Asked(deadline, now)));
        return due;
    }

    private boolean isAsked(String domain, Instant deadline, Instant now) {
        Asked last = asked.get(domain);
        return last != null
                && last.deadline().equals(deadline)
                && now.isBefore(last.at().plus(PATIENCE));
    }
}
