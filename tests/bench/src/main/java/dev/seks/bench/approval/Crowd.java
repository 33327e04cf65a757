// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.approval;

import dev.seks.bench.Median;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * What an inbox is like in which many requests wait.
 *
 * @param open how many wait
 * @param residentMib what the approval service, in a process of its own, then has in memory
 * @param pageMs how long the page of all that waits takes, over HTTP
 */
record Crowd(int open, double residentMib, double pageMs) {
    private static final int PAGES = 100;
    private static final long PATIENCE_NANOS = Duration.ofMinutes(3).toNanos();

    /** Waits until that many wait and looks at the page a hundred times. */
    static Crowd of(ServiceAlone service, int open) throws IOException, InterruptedException {
        long giveUp = System.nanoTime() + PATIENCE_NANOS;
        String shown = open == 0 ? "Nothing waits for you." : "<span class=\"count\">" + open + "</span>";
        while (!service.inbox().contains(shown)) {
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException("the inbox does not come to show " + open + " requests");
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        List<Double> took = new ArrayList<>();
        for (int i = 0; i < PAGES; i++) {
            long begun = System.nanoTime();
            service.inbox();
            took.add((System.nanoTime() - begun) / 1e6);
        }
        return new Crowd(open, service.residentMib(), Median.of(took, Double::doubleValue));
    }
}
