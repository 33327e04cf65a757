// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.domain;

import dev.seks.bench.Median;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of one pipe.
 *
 * @param latencies of each pass
 * @param perSecond records a second of each saturation pass
 * @param changelog what a decision writes to the store's changelog; null for a pipe without a store
 */
record Figures(
        String name,
        List<Latencies> latencies,
        List<Double> perSecond,
        @Nullable Changelog changelog) {

    /** A pass whose p99 is more than this many times the median p99 was disturbed by something else on the machine. */
    private static final double DISTURBED = 3;

    Figures with(Changelog measured) {
        return new Figures(name, latencies, perSecond, measured);
    }

    /** Median over the passes of the given percentile, in milliseconds. */
    double medianMs(double percent) {
        return Median.of(latencies, pass -> pass.percentileMs(percent));
    }

    double medianPerSecond() {
        return Median.of(perSecond, pass -> pass);
    }

    /** How many latency passes were disturbed. */
    long disturbed() {
        double usual = medianMs(99);
        return latencies.stream()
                .filter(pass -> pass.percentileMs(99) > DISTURBED * usual)
                .count();
    }
}
