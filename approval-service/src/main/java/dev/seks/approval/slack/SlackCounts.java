// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/** What was done in Slack since the process started. Safe for use by many threads. */
public final class SlackCounts {
    private final Map<String, LongAdder> done = new ConcurrentHashMap<>();
    private volatile IntSupplier waiting = () -> 0;

    /** What there is to count. */
    enum Event {
        CARD_POSTED,
        CARD_UPDATED,
        /** A second card of one request, which was taken away. */
        CARD_DELETED,
        RATE_LIMITED,
        REFUSED,
        AWAY,
        /** Slack did not say whether it did what it was asked. */
        UNCLEAR,
        CALL_TAKEN,
        CALL_NOT_SIGNED,
        CALL_MALFORMED,
        CALL_TURNED_AWAY
    }

    void count(Event event) {
        done.computeIfAbsent(event.name().toLowerCase(Locale.ROOT), name -> new LongAdder())
                .increment();
    }

    void waiting(IntSupplier cards) {
        waiting = cards;
    }

    /** How often each of a closed set of events happened, by its name in lower case; what never did is not there. */
    public Map<String, Long> events() {
        Map<String, Long> events = new TreeMap<>();
        done.forEach((name, count) -> events.put(name, count.sum()));
        return events;
    }

    /** How many cards wait to be posted. */
    public int waiting() {
        return waiting.getAsInt();
    }
}
