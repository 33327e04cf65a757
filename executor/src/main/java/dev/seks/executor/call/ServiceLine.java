// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The way to one service in one domain: how many calls are under way, whether it fails them all, and whether it has
 * asked to be left alone. Who was let in must leave.
 */
final class ServiceLine {
    /** A service cannot ask for more than this; longer pauses are told to agents, and not kept for them. */
    static final Duration MAX_QUIET = Duration.ofSeconds(60);

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    private static final int SERVER_FAULTS = 500;

    private final CallBounds bounds;
    private final Clock clock;
    private final Semaphore room;
    private final CircuitBreaker breaker;
    private volatile Instant quietUntil = Instant.EPOCH;

    ServiceLine(String name, CallBounds bounds, Clock clock) {
        this.bounds = bounds;
        this.clock = clock;
        this.room = new Semaphore(bounds.maxPerService(), true);
        this.breaker = CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                        .slidingWindowSize(bounds.failuresToPause())
                        .minimumNumberOfCalls(bounds.failuresToPause())
                        .failureRateThreshold(100)
                        .waitDurationInOpenState(bounds.pause())
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .clock(clock)
                        .build());
    }

    /** Why there can be no call now, as far as that is known without waiting for room; nobody is let in. */
    Optional<CallError> objection() {
        Optional<CallError> quiet = quiet();
        if (quiet.isPresent()) {
            return quiet;
        }
        return permits(false) ? Optional.empty() : circuitOpen();
    }

    /**
     * Whether the breaker lets a call through. Asking takes the permission of which there may be only one: nobody else may
     * ask while it is out in vain.
     *
     * @param keep whether the call goes through now
     */
    private synchronized boolean permits(boolean keep) {
        boolean permitted = breaker.tryAcquirePermission();
        if (permitted && !keep) {
            breaker.releasePermission();
        }
        return permitted;
    }

    /** Lets a call in, or says why there can be none now; waits for room no longer than connecting may take. */
    Optional<CallError> enter(Deadline deadline) {
        Optional<CallError> quiet = quiet();
        if (quiet.isPresent()) {
            return quiet;
        }
        if (!hasRoom(deadline.within(bounds.connectTimeout()))) {
            return refused("service_busy", bounds.maxPerService() + " calls of the service are under way");
        }
        if (!permits(true)) {
            room.release();
            return circuitOpen();
        }
        return Optional.empty();
    }

    private Optional<CallError> quiet() {
        long quietMs = Duration.between(clock.instant(), quietUntil).toMillis();
        return quietMs > 0
                ? refused("asked_to_wait", "the service has asked to be left alone for " + told(quietMs) + " more")
                : Optional.empty();
    }

    private Optional<CallError> circuitOpen() {
        return refused(
                "circuit_open",
                "the service has failed " + bounds.failuresToPause() + " times in a row and is tried again only "
                        + told(bounds.pause().toMillis()) + " later");
    }

    private boolean hasRoom(Deadline deadline) {
        try {
            return room.tryAcquire(deadline.remainingMs(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Lets a call out and learns from how it went. */
    void leave(Attempt attempt) {
        room.release();
        if (attempt instanceof Attempt.Answered answered) {
            note(answered);
        } else if (attempt instanceof Attempt.NotDone notDone && !notDone.serviceFailed()) {
            breaker.releasePermission();
        } else {
            failed();
        }
    }

    /** Lets a call out that broke inside the executor: it says nothing about the service. */
    void leave() {
        room.release();
        breaker.releasePermission();
    }

    private void note(Attempt.Answered answered) {
        Integer code = answered.statusCode();
        Duration asked = answered.retryAfter();
        if (asked != null && code != null && (code == TOO_MANY_REQUESTS || code == UNAVAILABLE)) {
            quietUntil = clock.instant().plus(asked.compareTo(MAX_QUIET) > 0 ? MAX_QUIET : asked);
        }
        if (code != null && code >= SERVER_FAULTS) {
            failed();
        } else {
            breaker.onSuccess(0, TimeUnit.MILLISECONDS);
        }
    }

    private void failed() {
        breaker.onError(0, TimeUnit.MILLISECONDS, new ServiceFailed());
    }

    private static Optional<CallError> refused(String code, String message) {
        return Optional.of(new CallError(code, message));
    }

    static String told(long ms) {
        return Math.max(1, (ms + 999) / 1000) + " s";
    }

    /** What the breaker is told; it carries nothing. */
    private static final class ServiceFailed extends Exception {
        private static final long serialVersionUID = 1L;

        ServiceFailed() {
            super("the service failed", null, false, false);
        }
    }
}
