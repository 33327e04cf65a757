// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.limit;

/** What one request takes from one limit if it is admitted: one where requests are counted, its cost where money is. */
public record Charge(Limit limit, long weight) {
    public Charge {
        if (weight < 1) {
            throw new IllegalArgumentException("weight " + weight + ": expected at least 1");
        }
    }
}
