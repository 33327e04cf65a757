// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.limit;

import java.util.List;

/** Admits a request only if every limit has room for it, and then counts it in all of them. */
public final class Limiter {

    private Limiter() {}

    /**
     * Checks a request of {@code weight}, at least 1, at {@code nowMs} against the limits of both books together. Time never runs
     * backwards: an earlier {@code nowMs} than either book has seen is taken as that time. A book belongs to one owner, and
     * limits of the same key in different books are different windows.
     */
    public static LimitOutcome check(
            List<Limit> sharedLimits, List<Limit> ownLimits, Book shared, Book own, long nowMs, long weight) {
        if (nowMs < 0 || nowMs > Book.MAX_TIME_MS) {
            throw new IllegalArgumentException("time " + nowMs + ": expected 0 to " + Book.MAX_TIME_MS);
        }
        if (weight < 1) {
            throw new IllegalArgumentException("weight " + weight + ": expected at least 1");
        }
        long timeMs = Math.max(nowMs, Math.max(shared.timeMs(), own.timeMs()));
        Inspection inspection = new Inspection(timeMs, weight, sharedLimits.size() + ownLimits.size());
        inspection.look(sharedLimits, shared);
        inspection.look(ownLimits, own);
        Look first = inspection.first();
        if (first != null) {
            return new LimitOutcome.Held(inspection.looks(), first, inspection.waitFrom(nowMs));
        }
        return new LimitOutcome.Admitted(
                inspection.looks(), shared.plus(sharedLimits, timeMs, weight), own.plus(ownLimits, timeMs, weight));
    }
}
