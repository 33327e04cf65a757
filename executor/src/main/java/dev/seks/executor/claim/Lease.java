// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import java.time.Duration;

/**
 * The right to begin calls of one partition: it holds for a fixed time, on the monotonic clock, after each commit of the
 * partition's fenced producer. A process that was stopped and wakes up as a predecessor finds it expired. Written by the
 * loop, read by the threads that make calls.
 */
final class Lease {
    private final long nanos;
    private volatile long provenAtNanos;
    private volatile boolean given;

    Lease(Duration actWithin) {
        this.nanos = actWithin.toNanos();
    }

    /** Extends the right: a commit that began at {@code beganNanos} has succeeded. */
    void prove(long beganNanos) {
        provenAtNanos = beganNanos;
        given = true;
    }

    /** Ends the right for good. */
    void end() {
        given = false;
    }

    boolean holds() {
        return given && System.nanoTime() - provenAtNanos < nanos;
    }

    /** Whether half of the time is over. */
    boolean needsRenewal() {
        return System.nanoTime() - provenAtNanos > nanos / 2;
    }
}
