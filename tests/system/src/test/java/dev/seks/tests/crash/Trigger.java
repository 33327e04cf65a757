// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.crash;

import java.util.concurrent.atomic.AtomicInteger;

/** Kills at the n-th time a moment comes, in the thread that tells of it. Safe for use by many threads. */
final class Trigger {
    private final Moment moment;
    private final AtomicInteger left;
    private final Runnable kill;

    Trigger(Moment moment, int times, Runnable kill) {
        this.moment = moment;
        this.left = new AtomicInteger(times);
        this.kill = kill;
    }

    void pass(Moment now) {
        if (now == moment && left.decrementAndGet() == 0) {
            kill.run();
        }
    }
}
