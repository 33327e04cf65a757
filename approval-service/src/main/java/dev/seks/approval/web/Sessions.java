// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Who is signed in with a browser: kept in memory, by the digest of the cookie's value. Safe for use by many threads. */
final class Sessions {
    static final Duration LIFE = Duration.ofHours(12);

    /** How many people may be signed in at once; then the eldest session ends. */
    static final int MAX_SESSIONS = 1_000;

    private final Clock clock;
    private final Map<String, Session> byDigest = new LinkedHashMap<>();

    Sessions(Clock clock) {
        this.clock = clock;
    }

    /** Signs {@code person} in; returns the cookie's value, which is kept nowhere. */
    synchronized String open(String person) {
        Instant now = clock.instant();
        byDigest.values().removeIf(session -> !now.isBefore(session.endsAt()));
        if (byDigest.size() >= MAX_SESSIONS) {
            byDigest.remove(byDigest.keySet().iterator().next());
        }
        String value = Tokens.random();
        byDigest.put(Tokens.digest(value), new Session(person, Tokens.random(), now.plus(LIFE)));
        return value;
    }

    synchronized Optional<Session> find(String value) {
        return Optional.ofNullable(byDigest.get(Tokens.digest(value)))
                .filter(session -> clock.instant().isBefore(session.endsAt()));
    }

    synchronized void close(String value) {
        byDigest.remove(Tokens.digest(value));
    }
}
