// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.time.Duration;

/** The most that any grant may be. */
public record GrantBounds(Duration maxTtl, int maxUses) {
    static final GrantBounds BUILT_IN = new GrantBounds(Duration.ofMinutes(15), 20);
}
