// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.delivery;

import java.time.Duration;
import java.util.Optional;

/**
 * What became of one delivery.
 *
 * @param pause how long to wait at least before the next try; zero where nothing says so
 * @param why in a few words, without anything secret
 */
public record Receipt(Kind kind, Duration pause, String why) {
    private static final int TOO_MANY = 429;
    private static final int SERVER_FAULT = 500;

    /** How it went. */
    public enum Kind {
        /** They have it. */
        TAKEN,
        /** They have surely nothing of it, and neither would they have anything else now. */
        AWAY,
        /** They may have it, or not. */
        UNCLEAR,
        /** They asked for patience. */
        RATE_LIMITED,
        /** They do not take this letter, and may take it later or otherwise; it holds up no others. */
        REFUSED,
        /** They will never take this letter. */
        GIVEN_UP,
        /** They take no letter until a person changes something. */
        CLOSED
    }

    public static Receipt taken() {
        return new Receipt(Kind.TAKEN, Duration.ZERO, "");
    }

    public static Receipt away(String why) {
        return new Receipt(Kind.AWAY, Duration.ZERO, why);
    }

    public static Receipt unclear(String why) {
        return new Receipt(Kind.UNCLEAR, Duration.ZERO, why);
    }

    public static Receipt rateLimited(Duration pause, String why) {
        return new Receipt(Kind.RATE_LIMITED, pause, why);
    }

    /** To be tried again after {@code pause}, while others go on. */
    public static Receipt refused(Duration pause, String why) {
        return new Receipt(Kind.REFUSED, pause, why);
    }

    public static Receipt givenUp(String why) {
        return new Receipt(Kind.GIVEN_UP, Duration.ZERO, why);
    }

    public static Receipt closed(String why) {
        return new Receipt(Kind.CLOSED, Duration.ZERO, why);
    }

    /** That of an exchange over HTTP; empty for a status that refuses, of which the meaning is the caller's. */
    public static Optional<Receipt> of(HttpSender.Exchange exchange) {
        if (exchange instanceof HttpSender.Unsent unsent) {
            return Optional.of(away(unsent.why()));
        }
        if (!(exchange instanceof HttpSender.Answered answer)) {
            return Optional.of(unclear(((HttpSender.Lost) exchange).why()));
        }
        String status = "status " + answer.status();
        if (answer.status() >= 200 && answer.status() < 300) {
            return Optional.of(taken());
        }
        if (answer.status() == TOO_MANY) {
            return Optional.of(rateLimited(HttpSender.retryAfter(answer.headers()), status));
        }
        if (answer.status() >= SERVER_FAULT) {
            boolean asks = answer.headers().firstValue("Retry-After").isPresent();
            Duration pause = asks ? HttpSender.retryAfter(answer.headers()) : Duration.ZERO;
            return Optional.of(new Receipt(Kind.UNCLEAR, pause, status));
        }
        return Optional.empty();
    }
}
