// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One agent's rules by the number of the service, and the limits that hold for it whatever the service. */
final class CompiledAgent {
    private final int[] services;
    private final CompiledRules[] rules;
    private final List<LimitRule> limits;

    CompiledAgent(int[] services, CompiledRules[] rules, List<LimitRule> limits) {
        this.services = services;
        this.rules = rules;
        this.limits = limits;
    }

    /** The rules for the service, or null if the policy does not name it under this agent. */
    @Nullable
    CompiledRules rules(ServiceIndex service) {
        int at = Arrays.binarySearch(services, service.number());
        return at < 0 ? null : rules[at];
    }

    List<LimitRule> limits() {
        return limits;
    }
}
