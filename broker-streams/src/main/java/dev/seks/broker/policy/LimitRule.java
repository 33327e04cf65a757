// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

/**
 * A limit that a request must have room in: in no interval of length {@code windowMs} are more than {@code max}
 * admitted. Two limits with the same scope, key and window count the same requests.
 *
 * @param name where it stands in the policy, as in {@code rate_limits.per_agent.requests_per_minute}
 * @param key whom it counts, unique within the domain: {@code global}, {@code agent/NAME} or {@code service/NAME}
 */
public record LimitRule(String name, Scope scope, String key, long max, long windowMs) {}
