// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.Locale;

/** The windows over which a limit can count. */
enum Period {
    SECOND(1_000),
    MINUTE(60_000),
    HOUR(3_600_000),
    DAY(86_400_000);

    private final long windowMs;

    Period(long windowMs) {
        this.windowMs = windowMs;
    }

    long windowMs() {
        return windowMs;
    }

    /** The key by which a policy file names a count over this window. */
    String key() {
        return "requests_per_" + word();
    }

    /** The key by which a policy file names an amount of money over this window. */
    String moneyKey() {
        return "usd_per_" + word();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
