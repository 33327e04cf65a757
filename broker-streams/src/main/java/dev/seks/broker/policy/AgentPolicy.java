// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.List;
import java.util.Optional;

/**
 * What the policy says about one agent.
 *
 * @param rules the agent's own, then those of its roles
 * @param keys who may sign as the agent; empty when the policy does not say
 * @param limits its own limits and budgets
 */
record AgentPolicy(List<RuleBlock> rules, Optional<String> owner, Optional<List<SigningKey>> keys, List<Limit> limits) {
    AgentPolicy {
        rules = List.copyOf(rules);
        keys = keys.map(List::copyOf);
        limits = List.copyOf(limits);
    }
}
