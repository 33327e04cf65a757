// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.limit;

/** What a check saw of one limit: {@code used} is what its window held before the request, which may exceed a lowered {@code max}. */
public record Look(String name, String key, long used, long max, long windowMs) {

    static Look at(Limit limit, long used) {
        return new Look(limit.name(), limit.key(), used, limit.max(), limit.windowMs());
    }
}
