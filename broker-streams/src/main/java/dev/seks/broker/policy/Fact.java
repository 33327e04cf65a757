// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.Optional;

/**
 * Something that a policy says beside its rules.
 *
 * @param agent whose it is; empty for what is nobody's own
 * @param what as in {@code rate_limits.global.requests_per_minute}
 * @param value as a person would write it
 */
public record Fact(Optional<String> agent, String what, String value) {}
