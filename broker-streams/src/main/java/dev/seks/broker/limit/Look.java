// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.limit;

/**
 * What a check saw of one limit: {@code used} is what its window held before the request, which may exceed a lowered {@code max},
 * and {@code weight} what the request takes.
 */
public record Look(String name, String key, long used, long weight, long max, long windowMs) {

    static Look at(Charge charge, long used) {
        Limit limit = charge.limit();
        return new Look(limit.name(), limit.key(), used, charge.weight(), limit.max(), limit.windowMs());
    }
}
