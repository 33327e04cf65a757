// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.delivery;

import java.time.Duration;

/**
 * How often somebody lets us call: some calls at once, then one each interval, and none while they asked to be left alone. A
 * token bucket over nanoseconds that the caller reads from a clock that never runs backwards. Safe for use by many
 * threads.
 */
public final class Pace {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final int burst;
    private final long intervalNs;
    private boolean begun;
    private long fullAtNs;
    private long notBeforeNs;

    /**
     * Lets {@code burst} calls pass at once.
     *
     * @param interval after which one more may
     */
    public Pace(int burst, Duration interval) {
        this.burst = burst;
        this.intervalNs = interval.toNanos();
    }

    /** At most so many in any minute, half of them at once. */
    public static Pace perMinute(int most) {
        int burst = Math.max(1, most / 2);
        return new Pace(burst, MINUTE.dividedBy(Math.max(1, most - burst)));
    }

    /** Takes leave for one call; false when it is too early. */
    public synchronized boolean take(long nowNs) {
        if (waitNs(nowNs) > 0) {
            return false;
        }
        fullAtNs = Math.max(fullAtNs, nowNs) + intervalNs;
        return true;
    }

    /** How long to wait before {@link #take} may succeed, in nanoseconds; zero when it would now. */
    public synchronized long waitNs(long nowNs) {
        begin(nowNs);
        long bucket = fullAtNs - nowNs - (burst - 1) * intervalNs;
        return Math.max(0, Math.max(bucket, notBeforeNs - nowNs));
    }

    /** Lets nothing pass for some time, because they say so. */
    public synchronized void holdOff(long nowNs, Duration time) {
        begin(nowNs);
        notBeforeNs = Math.max(notBeforeNs, nowNs + time.toNanos());
    }

    /** The zero of such a clock is anywhere. */
    private void begin(long nowNs) {
        if (!begun) {
            begun = true;
            fullAtNs = nowNs;
            notBeforeNs = nowNs;
        }
    }
}
