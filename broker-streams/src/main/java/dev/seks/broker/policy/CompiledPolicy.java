// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.catalogue.ActionCatalogue;
import java.time.Duration;
import java.util.List;

/**
 * A policy ready to rule on requests for the actions of one catalogue. Immutable; the answers for actions of the
 * catalogue are ready-made, so a ruling costs a few look-ups whatever the number of agents and rules.
 */
public final class CompiledPolicy {
    private static final Duration EXECUTE_WITHIN = Duration.ofMinutes(2);
    private static final Duration APPROVAL_EXPIRY = Duration.ofMinutes(15);

    private final Policy policy;
    private final ActionCatalogue catalogue;
    private final Tables tables;
    private final Limits limits;

    /** Agents and services by number, and the ruling on each action of each pair. */
    record Tables(NameTable agents, NameTable services, RulingTable rulings) {}

    /** The limits of the domain, and those of each agent (the domain's among them) by its number. */
    record Limits(List<LimitRule> global, List<List<LimitRule>> byAgent) {}

    CompiledPolicy(Policy policy, ActionCatalogue catalogue, Tables tables, Limits limits) {
        this.policy = policy;
        this.catalogue = catalogue;
        this.tables = tables;
        this.limits = limits;
    }

    /** What the policy says by name alone; names outside the grammar match no rule and have been refused before. */
    public Ruling rule(String agent, String service, String action) {
        int agentNumber = tables.agents.find(agent);
        if (agentNumber < 0) {
            return Ruling.UNKNOWN_AGENT;
        }
        int serviceNumber = tables.services.find(service);
        return serviceNumber < 0 ? Ruling.UNKNOWN_SERVICE : tables.rulings.ruling(agentNumber, serviceNumber, action);
    }

    /**
     * Every limit that a request must have room in: global, then the agent's, then the service's, each by rising
     * window. The lists are ready-made and the same for each action of a service.
     */
    public List<LimitRule> limits(String agent, String service, String action) {
        int agentNumber = tables.agents.find(agent);
        if (agentNumber < 0) {
            return limits.global;
        }
        int serviceNumber = tables.services.find(service);
        CompiledRules rules = serviceNumber < 0 ? null : tables.rulings.rules(agentNumber, serviceNumber);
        return rules == null ? limits.byAgent.get(agentNumber) : rules.limits();
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
