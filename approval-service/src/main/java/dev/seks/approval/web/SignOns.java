// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import dev.seks.approval.signon.Begun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The sign-ons that are under way with the provider, each good once and in the browser that began it. Thread-safe. */
final class SignOns {
    static final Duration LIFE = Duration.ofMinutes(10);

    /** How many are under way at once; then the eldest is void. */
    static final int MAX_SIGN_ONS = 10_000;

    private final Clock clock;
    private final Map<String, UnderWay> byState = new LinkedHashMap<>();

    SignOns(Clock clock) {
        this.clock = clock;
    }

    /**
     * One of them.
     *
     * @param browser digest of what only the browser that began it holds
     * @param back where the person wanted to go
     */
    record UnderWay(Begun begun, String browser, String back, Instant endsAt) {}

    synchronized void put(Begun begun, String browser, String back) {
        if (byState.size() >= MAX_SIGN_ONS) {
            byState.remove(byState.keySet().iterator().next());
        }
        byState.put(
                Tokens.digest(begun.state()),
                new UnderWay(
                        begun, Tokens.digest(browser), back, clock.instant().plus(LIFE)));
    }

    /** Uses one up; empty when it is unknown, used, too old or of another browser. */
    synchronized Optional<UnderWay> take(String state, String browser) {
        return Optional.ofNullable(byState.remove(Tokens.digest(state)))
                .filter(found -> clock.instant().isBefore(found.endsAt()) && Tokens.matches(browser, found.browser()));
    }
}
