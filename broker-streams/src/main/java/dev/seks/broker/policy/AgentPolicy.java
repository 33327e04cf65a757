// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.List;
import java.util.Optional;

/**
 * What the policy says about one agent.
 *
 * @param rules the agent's own, then those of its roles
 * @param limits its own limits and budgets
 */
record AgentPolicy(List<RuleBlock> rules, Optional<String> owner, List<SigningKey> keys, List<Limit> limits) {
    AgentPolicy {
        rules = List.copyOf(rules);
        keys = List.copyOf(keys);
        limits = List.copyOf(limits);
    }
}
