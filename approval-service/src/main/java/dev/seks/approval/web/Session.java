// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Somebody who signed in with a browser. It ends at its end, when they sign out, or when they do nothing for long. */
final class Session {
    /** However busy they are, after this time they sign in again. */
    static final Duration LIFE = Duration.ofHours(12);

    /** Without having opened a page or said anything for this time, they do too; a page that is only open does nothing. */
    static final Duration IDLE = Duration.ofHours(1);

    private final Identity who;
    private final String formToken;
    private final Instant endsAt;
    private volatile Instant lastSeen;
    private volatile boolean closed;

    Session(Identity who, Instant now) {
        this.who = who;
        this.formToken = Tokens.random();
        this.endsAt = now.plus(LIFE);
        this.lastSeen = now;
    }

    Identity who() {
        return who;
    }

    /** Must come back with every form that changes something. */
    String formToken() {
        return formToken;
    }

    private boolean permits(String givenFormToken) {
        return Tokens.matches(givenFormToken, Tokens.digest(formToken));
    }

    /** Requires the form to be one that this session was given. */
    void require(Map<String, String> form) {
        if (!permits(form.getOrDefault("form", ""))) {
            throw HttpProblem.foreignForm();
        }
    }

    boolean isAlive(Instant now) {
        return !closed && now.isBefore(endsAt) && now.isBefore(lastSeen.plus(IDLE));
    }

    void seen(Instant now) {
        lastSeen = now;
    }

    void close() {
        closed = true;
    }

    @Override
    public String toString() {
        return "Session[who=" + who + ", formToken=[redacted], endsAt=" + endsAt + "]";
    }
}
