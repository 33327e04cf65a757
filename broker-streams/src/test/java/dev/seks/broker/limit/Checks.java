// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.limit;

import java.util.List;

/** Checks in which all limits take the same weight. */
final class Checks {
    private Checks() {}

    /** A check against the limits of two books. */
    static LimitOutcome check(
            List<Limit> sharedLimits, List<Limit> ownLimits, Book shared, Book own, long nowMs, long weight) {
        return Limiter.check(
                List.of(
                        new Account(shared, charges(weight, sharedLimits)),
                        new Account(own, charges(weight, ownLimits))),
                nowMs);
    }

    static List<Charge> charges(long weight, List<Limit> limits) {
        return limits.stream().map(limit -> new Charge(limit, weight)).toList();
    }
}
