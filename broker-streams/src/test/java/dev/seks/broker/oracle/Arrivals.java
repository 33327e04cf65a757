// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.oracle;

import java.util.Random;

/** A seeded stream of arrival times that changes its habit now and then: bursts, even gaps, bucket edges, idle gaps, several at once. */
public final class Arrivals {

    private static final long START_MS = 1_700_000_000_000L;
    private static final int STEPS_PER_HABIT = 40;

    private enum Habit {
        BURST,
        UNIFORM,
        EDGES,
        IDLE,
        SPREAD
    }

    private final Random random;
    private final long windowMs;
    private final long bucketMs;
    private Habit habit = Habit.UNIFORM;
    private long timeMs;

    public Arrivals(Random random, long windowMs, int buckets) {
        this.random = random;
        this.windowMs = windowMs;
        this.bucketMs = windowMs / buckets;
        this.timeMs = START_MS + random.nextInt(100_000);
    }

    public long next() {
        if (random.nextInt(STEPS_PER_HABIT) == 0) {
            habit = Habit.values()[random.nextInt(Habit.values().length)];
        }
        timeMs = switch (habit) {
            case BURST -> timeMs + random.nextInt(2);
            case UNIFORM -> timeMs + below(windowMs / 8);
            case EDGES -> edge();
            case IDLE -> timeMs + below(3 * windowMs);
            case SPREAD -> timeMs + below(2 * bucketMs);
        };
        return timeMs;
    }

    /** The last millisecond of a bucket, the first of the next one, or just a window after such a place. */
    private long edge() {
        long end = (timeMs / bucketMs + 1 + random.nextInt(3)) * bucketMs;
        long far = random.nextInt(4) == 0 ? windowMs : 0;
        return end + far - 1 + random.nextInt(3);
    }

    private long below(long bound) {
        return (long) (random.nextDouble() * Math.max(1, bound));
    }
}
