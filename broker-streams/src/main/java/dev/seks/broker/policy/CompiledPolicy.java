// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.catalogue.ActionCatalogue;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A policy ready to rule on requests for the actions of one catalogue. Immutable; the answers for actions of the
 * catalogue are ready-made, so a ruling costs a few look-ups whatever the number of agents and rules.
 */
public final class CompiledPolicy {
    private static final Duration EXECUTE_WITHIN = Duration.ofMinutes(2);
    private static final Duration APPROVAL_EXPIRY = Duration.ofMinutes(15);

    private final Policy policy;
    private final ActionCatalogue catalogue;
    private final Map<String, CompiledAgent> agents;
    private final Map<String, ServiceIndex> services;
    private final List<LimitRule> global;

    CompiledPolicy(
            Policy policy,
            ActionCatalogue catalogue,
            Map<String, CompiledAgent> agents,
            Map<String, ServiceIndex> services,
            List<LimitRule> global) {
        this.policy = policy;
        this.catalogue = catalogue;
        this.agents = agents;
        this.services = services;
        this.global = global;
    }

    /** What the policy says by name alone; names outside the grammar match no rule and have been refused before. */
    public Ruling rule(String agent, String service, String action) {
        CompiledAgent compiled = agents.get(agent);
        if (compiled == null) {
            return Ruling.UNKNOWN_AGENT;
        }
        ServiceIndex index = services.get(service);
        CompiledRules rules = index == null ? null : compiled.rules(index);
        return rules == null ? Ruling.UNKNOWN_SERVICE : rules.rule(action, index);
    }

    /**
     * Every limit that a request must have room in: global, then the agent's, then the service's, each by rising
     * window. The lists are ready-made and the same for each action of a service.
     */
    public List<LimitRule> limits(String agent, String service, String action) {
        CompiledAgent compiled = agents.get(agent);
        if (compiled == null) {
            return global;
        }
        ServiceIndex index = services.get(service);
        CompiledRules rules = index == null ? null : compiled.rules(index);
        return rules == null ? compiled.limits() : rules.limits();
    }

    public String domain() {
        return policy.domain();
    }

    /** How long after its decision an approved request may still be claimed. */
    public Duration executeWithin() {
        return EXECUTE_WITHIN;
    }

    /** How long a pending request waits for people. */
    public Duration approvalExpiry() {
        return APPROVAL_EXPIRY;
    }

    /** What is not wrong but most likely not meant, in the order of the file; worked out anew on each call. */
    public List<Finding> findings() {
        return new PolicyReview(policy, catalogue).findings();
    }
}
