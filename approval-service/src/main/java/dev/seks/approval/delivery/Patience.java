// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.delivery;

import java.time.Duration;

/**
 * How long to leave somebody alone after they failed: a second, then twice as long each time, at most a minute, until it works
 * again. Over nanoseconds that the caller reads from a clock that never runs backwards; not safe for use by several
 * threads.
 */
public final class Patience {
    public static final Duration FIRST = Duration.ofSeconds(1);
    public static final Duration LONGEST = Duration.ofMinutes(1);

    private Duration pause = FIRST;
    private long untilNs;
    private boolean waiting;

    /** It failed; gives for how long nothing is tried. */
    public Duration lose(long nowNs) {
        Duration now = pause;
        wait(nowNs, now);
        pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
        return now;
    }

    /** Tries nothing for that long. */
    public void wait(long nowNs, Duration time) {
        untilNs = nowNs + time.toNanos();
        waiting = true;
    }

    /** It works. */
    public void win() {
        pause = FIRST;
        waiting = false;
    }

    /** For how long nothing is tried yet; zero for not at all. */
    public long waitNs(long nowNs) {
        return waiting ? Math.max(0, untilNs - nowNs) : 0;
    }
}
