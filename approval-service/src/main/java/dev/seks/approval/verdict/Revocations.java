// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The grants of which somebody's word that they are to end is on its way to the broker and back. While it is, nobody need
 * say it again; what has had no effect for a while may be said again.
 */
final class Revocations {
    /** How many grants may be on the way to their end; beyond that the same may be said twice, which does no harm. */
    static final int MAX_GRANTS = 20_000;

    private static final Duration ON_ITS_WAY = Answers.ON_ITS_WAY;

    private final Map<String, Instant> sent = new HashMap<>();

    /** Notes that somebody ends the grant; false if that is on its way. */
    synchronized boolean reserve(String grantId, Instant now) {
        if (isOnItsWay(grantId, now)) {
            return false;
        }
        if (sent.size() >= MAX_GRANTS) {
            sent.values().removeIf(at -> isOver(at, now));
        }
        if (sent.size() < MAX_GRANTS) {
            sent.put(grantId, now);
        }
        return true;
    }

    /** Takes back what could not be published. */
    synchronized void release(String grantId) {
        sent.remove(grantId);
    }

    synchronized boolean isOnItsWay(String grantId, Instant now) {
        Instant at = sent.get(grantId);
        return at != null && !isOver(at, now);
    }

    private static boolean isOver(Instant at, Instant now) {
        return at.plus(ON_ITS_WAY).isBefore(now);
    }
}
