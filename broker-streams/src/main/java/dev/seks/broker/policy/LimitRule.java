// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

/**
 * A limit that a request must have room in: in no interval of length {@code windowMs} is more than {@code max} admitted.
 * Two limits with the same key and window count the same.
 *
 * @param name where it stands in the policy, as in {@code rate_limits.per_agent.requests_per_minute}
 * @param key what it counts, unique within the domain: {@code global}, {@code agent/NAME}, {@code service/NAME} or {@code
 *     action/SERVICE.ACTION}, with {@code usd/} in front where it counts money
 */
public record LimitRule(String name, Scope scope, String key, Unit unit, long max, long windowMs) {

    static LimitRule of(Limit limit, Scope scope, String owner) {
        return new LimitRule(
                limit.path(),
                scope,
                limit.unit().key(owner),
                limit.unit(),
                limit.max(),
                limit.period().windowMs());
    }
}
