// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.limit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One check in progress: what was seen of each limit so far, and when all of them have room. */
final class Inspection {

    private final long timeMs;
    private final long weight;
    private final List<Look> looks;
    private @Nullable Look first;
    private long freeAtMs;

    Inspection(long timeMs, long weight, int limits) {
        this.timeMs = timeMs;
        this.weight = weight;
        this.looks = new ArrayList<>(limits);
        this.freeAtMs = timeMs;
    }

    void look(List<Limit> limits, Book book) {
        long windowsFitAtMs = book.fitsWindowsAt(limits, timeMs);
        for (int i = 0; i < limits.size(); i++) {
            Limit limit = limits.get(i);
            Window window = book.find(limit);
            long used = window == null ? 0 : window.used(timeMs);
            Look look = Look.at(limit, used);
            looks.add(look);
            if (used > limit.max() - weight) {
                hold(look, fitsAt(limit, window));
            }
            if (windowsFitAtMs > timeMs && used == 0) {
                hold(look, windowsFitAtMs);
            }
        }
    }

    List<Look> looks() {
        return looks;
    }

    /** The first limit without room, or null. */
    @Nullable
    Look first() {
        return first;
    }

    long waitFrom(long nowMs) {
        return freeAtMs == LimitOutcome.Held.NEVER ? freeAtMs : freeAtMs - nowMs;
    }

    private long fitsAt(Limit limit, @Nullable Window window) {
        if (window == null || weight > limit.max()) {
            return LimitOutcome.Held.NEVER;
        }
        return window.fallsTo(limit.max() - weight, timeMs);
    }

    private void hold(Look look, long untilMs) {
        if (first == null) {
            first = look;
        }
        freeAtMs = Math.max(freeAtMs, untilMs);
    }
}
