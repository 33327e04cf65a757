// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Who is signed in with a browser: kept in memory, by the digest of the cookie's value. Safe for use by many threads. */
final class Sessions {
    /** How many people may be signed in at once; then the eldest session ends. */
    static final int MAX_SESSIONS = 1_000;

    private final Clock clock;
    private final Map<String, Session> byDigest = new LinkedHashMap<>();

    Sessions(Clock clock) {
        this.clock = clock;
    }

    /** Signs somebody in; returns the cookie's value, which is kept nowhere. */
    synchronized String open(Identity who) {
        Instant now = clock.instant();
        byDigest.values().removeIf(session -> !session.isAlive(now));
        if (byDigest.size() >= MAX_SESSIONS) {
            String eldest = byDigest.keySet().iterator().next();
            byDigest.remove(eldest).close();
        }
        String value = Tokens.random();
        byDigest.put(Tokens.digest(value), new Session(who, now));
        return value;
    }

    /** Looks a session up for something that its person does, which keeps it alive. */
    Optional<Session> find(String value) {
        Optional<Session> session = glance(value);
        session.ifPresent(found -> found.seen(clock.instant()));
        return session;
    }

    /** Looks a session up for something that a page does by itself. */
    synchronized Optional<Session> glance(String value) {
        return Optional.ofNullable(byDigest.get(Tokens.digest(value))).filter(this::isAlive);
    }

    boolean isAlive(Session session) {
        return session.isAlive(clock.instant());
    }

    synchronized void close(String value) {
        Session session = byDigest.remove(Tokens.digest(value));
        if (session != null) {
            session.close();
        }
    }
}
