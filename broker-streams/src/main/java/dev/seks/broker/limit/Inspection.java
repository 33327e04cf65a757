// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.limit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One check in progress: what was seen of each limit so far, and when all of them have room. */
final class Inspection {

    private final long timeMs;
    private final List<Look> looks;
    private @Nullable Look first;
    private long freeAtMs;

    Inspection(long timeMs, int limits) {
        this.timeMs = timeMs;
        this.looks = new ArrayList<>(limits);
        this.freeAtMs = timeMs;
    }

    void look(Account account) {
        Book book = account.book();
        List<Charge> charges = account.charges();
        long windowsFitAtMs = book.fitsWindowsAt(charges, timeMs);
        for (int i = 0; i < charges.size(); i++) {
            Charge charge = charges.get(i);
            Window window = book.find(charge.limit());
            long used = window == null ? 0 : window.used(timeMs);
            Look look = Look.at(charge, used);
            looks.add(look);
            if (used > look.max() - charge.weight()) {
                hold(look, fitsAt(charge, window));
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

    private long fitsAt(Charge charge, @Nullable Window window) {
        long room = charge.limit().max() - charge.weight();
        return window == null || room < 0 ? LimitOutcome.Held.NEVER : window.fallsTo(room, timeMs);
    }

    private void hold(Look look, long untilMs) {
        if (first == null) {
            first = look;
        }
        freeAtMs = Math.max(freeAtMs, untilMs);
    }
}
