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
    private long provenAtNanos;
    private boolean given;
    private boolean over;
    private int awaited;

    Lease(Duration actWithin) {
        this.nanos = actWithin.toNanos();
    }

    /** Extends the right: a commit that began at {@code beganNanos} has succeeded. */
    synchronized void prove(long beganNanos) {
        provenAtNanos = beganNanos;
        given = !over;
        notifyAll();
    }

    /** Ends the right for good. */
    synchronized void end() {
        given = false;
        over = true;
        notifyAll();
    }

    synchronized boolean holds() {
        return given && System.nanoTime() - provenAtNanos < nanos;
    }

    /** Waits for the right, as long as one commit gives it, and tells whether it holds. */
    synchronized boolean await() {
        long giveUp = System.nanoTime() + nanos;
        awaited++;
        try {
            while (!over && !holds()) {
                long leftMs = (giveUp - System.nanoTime()) / 1_000_000;
                if (leftMs <= 0) {
                    return false;
                }
                wait(leftMs);
            }
            return !over;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            awaited--;
        }
    }

    /** Whether a commit is called for so that calls can go on beginning; {@code waiting}: some wait to be run. */
    synchronized boolean needsRenewal(boolean waiting) {
        return awaited > 0 || (waiting && System.nanoTime() - provenAtNanos > nanos / 2);
    }
}
