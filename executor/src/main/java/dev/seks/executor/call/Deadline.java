// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import java.time.Duration;

/** A moment on the monotonic clock after which it is too late. */
public record Deadline(long atNanos) {

    public static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** The earlier of this and the one {@code duration} from now. */
    public Deadline within(Duration duration) {
        Deadline other = in(duration);
        return other.atNanos - atNanos < 0 ? other : this;
    }

    /** The end of the first of {@code steps} equal parts of the time that is left. */
    public Deadline share(int steps) {
        return within(remaining().dividedBy(steps));
    }

    public boolean hasPassed() {
        return remainingMs() <= 0;
    }

    /** Milliseconds left, at least 0. */
    public long remainingMs() {
        return Math.max(0, (atNanos - System.nanoTime()) / 1_000_000);
    }

    /** The time left, at least 0. */
    public Duration remaining() {
        return Duration.ofMillis(remainingMs());
    }
}
