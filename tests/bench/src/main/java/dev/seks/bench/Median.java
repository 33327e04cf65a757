// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench;

import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** The middle of what several passes have measured. */
public final class Median {
    private Median() {}

    /** The median of one figure of each pass; there must be a pass. */
    public static <T> double of(Collection<T> passes, ToDoubleFunction<T> figure) {
        double[] sorted = passes.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
