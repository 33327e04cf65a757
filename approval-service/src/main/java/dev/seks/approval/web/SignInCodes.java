// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Codes that sign a person in once. Safe for use by many threads. */
final class SignInCodes {
    static final Duration LIFE = Duration.ofMinutes(10);

    /** How many unused codes are good at once; then the eldest is void. */
    static final int MAX_CODES = 100;

    private final Clock clock;
    private final Map<String, Instant> endByDigest = new LinkedHashMap<>();

    SignInCodes(Clock clock) {
        this.clock = clock;
    }

    /** A new code, good once and for ten minutes. */
    synchronized String issue() {
        if (endByDigest.size() >= MAX_CODES) {
            endByDigest.remove(endByDigest.keySet().iterator().next());
        }
        String code = Tokens.random();
        endByDigest.put(Tokens.digest(code), clock.instant().plus(LIFE));
        return code;
    }

    /** Uses a code up; false when it is unknown, used or too old. */
    synchronized boolean redeem(String code) {
        Instant end = endByDigest.remove(Tokens.digest(code));
        return end != null && clock.instant().isBefore(end);
    }
}
