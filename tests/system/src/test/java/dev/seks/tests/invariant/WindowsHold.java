// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.LimitUse;
import dev.seks.schemas.record.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * I5: no window of any limit ever holds more than its maximum. Counted anew, with exact times, from what the journal
 * says was admitted: at every admission at time t the admissions in (t - W, t] are at most N.
 */
final class WindowsHold implements Invariant {
    private record Window(String domain, String name, String key, long windowMs) {}

    @Override
    public String number() {
        return "I5";
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Map<Window, Deque<Long>> admitted = new HashMap<>();
        for (Logged<JournalEntry> entry : evidence.log().journal()) {
            if (isAdmission(entry.said())) {
                long at = entry.said().getAt().toEpochMilli();
                for (LimitUse use : entry.said().getLimits()) {
                    Window window =
                            new Window(entry.said().getDomain(), use.getName(), use.getKey(), use.getWindowMs());
                    admit(entry, use, at, admitted.computeIfAbsent(window, w -> new ArrayDeque<>()), findings);
                }
            }
        }
    }

    private static void admit(Logged<JournalEntry> entry, LimitUse use, long at, Deque<Long> times, Findings findings) {
        while (!times.isEmpty() && times.peekFirst() <= at - use.getWindowMs()) {
            times.removeFirst();
        }
        if (use.getUsed() < times.size()) {
            findings.entry(entry, named(use) + " says " + use.getUsed() + " used, the log shows " + times.size());
        }
        times.addLast(at);
        if (times.size() > use.getMax()) {
            findings.entry(
                    entry,
                    named(use) + " admits " + times.size() + " within " + use.getWindowMs() + " ms, at most "
                            + use.getMax());
        }
    }

    /** A request that consumed: admitted or asked about at first sight; repeats and denials consume nothing. */
    private static boolean isAdmission(JournalEntry entry) {
        return entry.getKind() == EventKind.REQUEST
                && entry.getOutcomes().stream()
                        .anyMatch(outcome -> outcome.getOutcome() != Outcome.DENIED && outcome.getFirstSeq() == null);
    }

    private static String named(LimitUse use) {
        return use.getName() + (use.getKey().isEmpty() ? "" : " of " + use.getKey());
    }
}
