// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.oracle;

import java.util.ArrayList;
import java.util.List;

/** The obvious limiter, which remembers every admission: what the fast one is judged by. It uses none of its code. */
public final class ExactLog {

    private record Entry(long timeMs, long weight) {}

    private final List<Entry> entries = new ArrayList<>();
    private final long windowMs;

    public ExactLog(long windowMs) {
        this.windowMs = windowMs;
    }

    public void add(long timeMs, long weight) {
        entries.add(new Entry(timeMs, weight));
    }

    /** The weight admitted after {@code endMs - window} and not after {@code endMs}. */
    public long within(long endMs) {
        return within(endMs, 0);
    }

    /** The same for a window that is longer by {@code moreMs}. */
    public long within(long endMs, long moreMs) {
        long sum = 0;
        for (int i = entries.size() - 1; i >= 0 && entries.get(i).timeMs() > endMs - windowMs - moreMs; i--) {
            if (entries.get(i).timeMs() <= endMs) {
                sum += entries.get(i).weight();
            }
        }
        return sum;
    }

    /** The first time from {@code nowMs} on at which at most {@code allowance} is within the window. */
    public long fallsTo(long allowance, long nowMs) {
        long sum = 0;
        for (int i = entries.size() - 1; i >= 0 && entries.get(i).timeMs() > nowMs - windowMs; i--) {
            sum += entries.get(i).weight();
            if (sum > allowance) {
                return entries.get(i).timeMs() + windowMs;
            }
        }
        return nowMs;
    }
}
