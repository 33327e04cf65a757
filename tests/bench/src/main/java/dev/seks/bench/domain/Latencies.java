// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.domain;

import java.util.Arrays;

/** Latencies of one pass, in nanoseconds. */
public record Latencies(long[] sorted) {

    public static Latencies of(long[] unsorted) {
        long[] sorted = unsorted.clone();
        Arrays.sort(sorted);
        return new Latencies(sorted);
    }

    /** The latency in milliseconds that {@code percent} of the records did not exceed. */
    public double percentileMs(double percent) {
        int at = (int) Math.ceil(percent / 100 * sorted.length) - 1;
        return sorted[Math.max(0, at)] / 1e6;
    }
}
