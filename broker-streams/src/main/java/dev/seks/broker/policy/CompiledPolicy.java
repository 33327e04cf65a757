// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.broker.condition.Circumstances;
import dev.seks.broker.condition.Conditions;
import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.catalogue.ActionDefinition;
import dev.seks.schemas.catalogue.Effect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /** An action of a service, by name. */
    public record Subject(String service, String action) {}

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

    /** What it says to a grant of this scope for the agent. */
    public ScopeRuling rule(String agent, GrantScope scope) {
        return new ScopeWalk(grid, catalogue).through(agent, scope);
    }

    /** A number that agents reached by the same rules share; -1 for one that the policy does not name. */
    public int kin(String agent) {
        return grid.row(agent);
    }

    /** What a ruling comes to under these circumstances; one that is not conditional stays as it is. */
    public Ruling rule(Ruling byName, Circumstances at) {
        GuardedRules guarded = byName.guarded();
        return guarded == null ? byName : guarded.under(at, conditions);
    }

    /**
     * Every rule of the agent and the service, and what came of each in a decision that {@code decided} determined. The
     * rules that decided stand first, then those that match by name.
     *
     * @param at null where the request does not fit the catalogue
     */
    public List<Candidate> candidates(String agent, Subject subject, @Nullable Circumstances at, List<Rule> decided) {
        Effect effect = catalogue
                .action(subject.service, subject.action)
                .map(ActionDefinition::effect)
                .orElse(null);
        CandidateWalk walk =
                new CandidateWalk(new CandidateWalk.Asked(subject.action, effect, at), decided, conditions);
        return grid.rules(agent, subject.service).map(walk::through).orElse(List.of());
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

    /** How many requests of one agent may wait for people at once. */
    public int maxOpenApprovals() {
        return policy.settings().maxOpenApprovals();
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

    /** What the catalogue shows to be most likely not meant, in the order of the file; worked out anew on each call. */
    public List<Finding> findings() {
        return new CatalogueReview(policy, catalogue, grid).findings();
    }

    private Optional<AgentPolicy> agent(String name) {
        return Optional.ofNullable(policy.agents().named().get(name));
    }
}
