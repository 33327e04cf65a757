// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.remote;

import java.time.Duration;

/** A moment on the monotonic clock, up to which several steps may take together. */
public record TimeLimit(long atNanos) {

    public static TimeLimit in(Duration duration) {
        return new TimeLimit(System.nanoTime() + duration.toNanos());
    }

    /** Nanoseconds left, at least 0. */
    public long remainingNanos() {
        return Math.max(0, atNanos - System.nanoTime());
    }

    public boolean hasPassed() {
        return remainingNanos() == 0;
    }
}
