// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.broker.condition.Circumstances;
import dev.seks.broker.condition.Conditions;
import dev.seks.schemas.catalogue.ActionCatalogue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A policy ready to rule on requests for the actions of one catalogue. Immutable; the answers for actions of the
 * catalogue are ready-made, so a ruling costs a few look-ups whatever the number of agents and rules.
 */
public final class CompiledPolicy {
    private final Policy policy;
    private final ActionCatalogue catalogue;
    private final RuleGrid grid;
    private final Conditions conditions;
    private final LimitTable limits;
    private final AgentSigners signers;

    /** What is beside the rules. */
    record Rest(Conditions conditions, LimitTable limits) {}

    CompiledPolicy(Policy policy, ActionCatalogue catalogue, RuleGrid grid, Rest rest) {
        this.policy = policy;
        this.catalogue = catalogue;
        this.grid = grid;
        this.conditions = rest.conditions;
        this.limits = rest.limits;
        this.signers = AgentSigners.of(policy.agents().named());
    }

    /** What the policy says by name alone; names outside the grammar match no rule and have been refused before. */
    public Ruling rule(String agent, String service, String action) {
        return grid.ruling(agent, service, action);
    }

    /** What a ruling comes to under these circumstances; one that is not conditional stays as it is. */
    public Ruling rule(Ruling byName, Circumstances at) {
        GuardedRules guarded = byName.guarded();
        return guarded == null ? byName : guarded.under(at, conditions);
    }

    /** Every limit that a request must have room in; empty for an agent that the policy does not name. */
    public LimitSet limits(String agent, String service, String action) {
        int number = grid.agent(agent);
        return new LimitSet(
                limits.global(),
                number < 0 ? List.of() : limits.ofAgent(number),
                limits.ofService(service),
                limits.ofAction(service, action));
    }

    public String domain() {
        return policy.domain();
    }

    /** How long after its decision an approved request may still be claimed. */
    public Duration executeWithin() {
        return policy.settings().executeWithin();
    }

    /** The most that any grant may be. */
    public GrantBounds grantBounds() {
        return policy.settings().grants();
    }

    /** The ids of a group's members; empty for a group that the file does not declare, operators among them. */
    public List<String> members(String group) {
        return policy.groups().getOrDefault(group, List.of());
    }

    /** Who answers for the agent, and so may not approve for it. */
    public Optional<String> owner(String agent) {
        return agent(agent).flatMap(AgentPolicy::owner);
    }

    /** Who may sign as which agent. */
    public AgentSigners signers() {
        return signers;
    }

    /** People by id. */
    public Map<String, Person> people() {
        return policy.people();
    }

    /** What is not wrong but most likely not meant, in the order of the file; worked out anew on each call. */
    public List<Finding> findings() {
        return new PolicyReview(policy, catalogue).findings();
    }

    private Optional<AgentPolicy> agent(String name) {
        return Optional.ofNullable(policy.agents().named().get(name));
    }
}
