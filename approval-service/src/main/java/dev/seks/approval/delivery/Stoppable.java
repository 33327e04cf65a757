// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.delivery;

import java.time.Duration;

/** Something with threads of its own, which end when it is closed. */
public interface Stoppable extends AutoCloseable {

    /** Begins nothing any more; returns at once. */
    default void stop() {}

    /** Lets what is under way end, within a bound. */
    @Override
    void close();

    /** Lets a thread that was told to stop end by itself; one that has not after {@code within} is interrupted. */
    static void end(Thread thread, Duration within) {
        try {
            thread.join(within.toMillis());
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
