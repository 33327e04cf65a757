// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.executor;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells for how long threads of this machine stood still while it ran: by how much the slowest beat of a thread that does
 * nothing but beat came late. A bound on time that the product promises is to be held against a machine that runs.
 */
final class Metronome implements AutoCloseable {
    private static final long BEAT_MS = 5;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::beat, "metronome");
    private volatile long longestNs;

    Metronome() {
        thread.setDaemon(true);
        thread.start();
    }

    /** The longest time by which a beat was late so far. */
    Duration longestStall() {
        return Duration.ofNanos(longestNs);
    }

    private void beat() {
        long before = System.nanoTime();
        try {
            while (!stop.await(BEAT_MS, TimeUnit.MILLISECONDS)) {
                long now = System.nanoTime();
                longestNs = Math.max(longestNs, now - before - TimeUnit.MILLISECONDS.toNanos(BEAT_MS));
                before = now;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
