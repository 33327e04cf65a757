// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.time.Duration;

/** The most that any grant may be. */
public record GrantBounds(Duration maxTtl, int maxUses) {
    /** The longest that a policy may let a grant last: those who read the log rely on it. */
    public static final Duration LONGEST = Duration.ofDays(1);

    static final GrantBounds BUILT_IN = new GrantBounds(Duration.ofMinutes(15), 20);
}
