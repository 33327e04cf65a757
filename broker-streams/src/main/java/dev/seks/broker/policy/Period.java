// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
        return "requests_per_" + name().toLowerCase(Locale.ROOT);
    }

    static Set<String> keys() {
        return Arrays.stream(values()).map(Period::key).collect(Collectors.toUnmodifiableSet());
    }

    static Optional<Period> of(String key) {
        return Arrays.stream(values()).filter(p -> p.key().equals(key)).findFirst();
    }
}
