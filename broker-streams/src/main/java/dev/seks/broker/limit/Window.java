// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.limit;

/**
 * What one limit key admitted lately, in buckets of a sixtieth of the window, aligned to the epoch. Immutable.
 *
 * <p>INVARIANT: {@link #used} is never less than what was admitted in (now - window, now], because the oldest bucket, which the
 * interval may cover only in part, counts whole. So an admission leaves a bucket's width minus 1 ms later than from an exact
 * log at most, and never earlier.
 */
final class Window {

    /** Buckets in a window whose length is a multiple of 60 ms; other lengths must be multiples of 50 ms and have 50. */
    static final int BUCKETS = 60;

    /** The longest window, 366 days. */
    static final long MAX_WINDOW_MS = 366L * 24 * 60 * 60 * 1000;

    private static final int BUCKETS_OTHERWISE = 50;
    private static final long[] NOTHING = {};

    private final String key;
    private final long windowMs;
    private final long bucketMs;
    private final int buckets;
    private final long newest;
    private final long[] weights;

    /** {@code weights[i]} is what bucket {@code newest - i} holds; bucket n is the milliseconds from n * width up to (n + 1) * width. The newest is not empty. */
    Window(String key, long windowMs, long newest, long[] weights) {
        this.key = key;
        this.windowMs = windowMs;
        this.bucketMs = bucketMs(windowMs);
        this.buckets = buckets(windowMs);
        this.newest = newest;
        this.weights = weights;
    }

    static Window of(Limit limit) {
        return new Window(limit.key(), limit.windowMs(), 0, NOTHING);
    }

    /** The width of a bucket: a divisor of the window, so that the window always covers a whole number of buckets, plus one in part. */
    static long bucketMs(long windowMs) {
        int buckets = buckets(windowMs);
        if (windowMs <= 0 || windowMs > MAX_WINDOW_MS || windowMs % buckets != 0) {
            throw new IllegalArgumentException("window of " + windowMs + " ms: expected a multiple of " + BUCKETS
                    + " or " + BUCKETS_OTHERWISE + " ms, at most " + MAX_WINDOW_MS);
        }
        return windowMs / buckets;
    }

    static int buckets(long windowMs) {
        return windowMs % BUCKETS == 0 ? BUCKETS : BUCKETS_OTHERWISE;
    }

    String key() {
        return key;
    }

    long windowMs() {
        return windowMs;
    }

    /** The sum of the buckets covering (timeMs - window, timeMs]. */
    long used(long timeMs) {
        long sum = 0;
        for (int i = covered(timeMs) - 1; i >= 0; i--) {
            sum += weights[i];
        }
        return sum;
    }

    /** The earliest time from {@code timeMs} on at which at most {@code allowance}, which is not negative, is used. */
    long fallsTo(long allowance, long timeMs) {
        long sum = 0;
        int covered = covered(timeMs);
        for (int i = 0; i < covered; i++) {
            sum += weights[i];
            if (sum > allowance) {
                return leavesAt(newest - i);
            }
        }
        return timeMs;
    }

    /** This window with {@code weight} more at {@code timeMs}, which is not before any earlier admission. */
    Window plus(long timeMs, long weight) {
        int kept = covered(timeMs);
        while (kept > 0 && weights[kept - 1] == 0) {
            kept--;
        }
        long moved = bucketsSince(timeMs);
        int shift = kept == 0 ? 0 : (int) moved;
        long[] next = new long[Math.max(1, kept + shift)];
        System.arraycopy(weights, 0, next, shift, kept);
        next[0] += weight;
        return new Window(key, windowMs, newest + moved, next);
    }

    /** How many of the newest buckets, empty ones between them included, the interval (timeMs - window, timeMs] touches. */
    int covered(long timeMs) {
        return (int) Math.max(0, Math.min(weights.length, buckets + 1 - bucketsSince(timeMs + 1)));
    }

    /** How many buckets the one of {@code timeMs} is after the newest; a division only if it is another one. */
    long bucketsSince(long timeMs) {
        long sinceMs = timeMs - newest * bucketMs;
        return sinceMs < bucketMs ? 0 : sinceMs / bucketMs;
    }

    long weight(int age) {
        return weights[age];
    }

    boolean isOf(Limit limit) {
        return windowMs == limit.windowMs() && key.equals(limit.key());
    }

    int compareTo(String otherKey, long otherWindowMs) {
        int byKey = key.compareTo(otherKey);
        return byKey != 0 ? byKey : Long.compare(windowMs, otherWindowMs);
    }

    private long leavesAt(long bucket) {
        return (bucket + 1) * bucketMs + windowMs - 1;
    }
}
