// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.broker.condition.Conditions;
import dev.seks.schemas.catalogue.ActionCatalogue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns a policy into the form that rules on requests: names numbered, rulings worked out ahead. */
final class PolicyCompiler {
    /** How much is worked out ahead. */
    static final RulingTable.Bounds NORMAL = new RulingTable.Bounds(5_000_000, 10_000_000, 1_000_000);

    private final Policy policy;
    private final ActionCatalogue catalogue;
    private final RulingTable.Bounds bounds;

    PolicyCompiler(Policy policy, ActionCatalogue catalogue, RulingTable.Bounds bounds) {
        this.policy = policy;
        this.catalogue = catalogue;
        this.bounds = bounds;
    }

    /** {@code conditions} are those of the policy, held against the catalogue. */
    CompiledPolicy compile(Conditions conditions) {
        Map<String, ServiceIndex> services = services();
        List<List<RuleBlock>> blocks = new ArrayList<>();
        List<List<LimitRule>> limits = new ArrayList<>();
        policy.agents().named().forEach((name, agent) -> {
            List<RuleBlock> reaching = new ArrayList<>(agent.rules());
            List<Limit> own = new ArrayList<>(policy.limits().perAgent());
            own.addAll(agent.limits());
            for (AgentPattern pattern : policy.agents().patterns()) {
                if (pattern.name().matches(name)) {
                    reaching.add(pattern.rules());
                    own.addAll(pattern.limits());
                }
            }
            blocks.add(List.copyOf(reaching));
            limits.add(LimitTable.rules(own, Scope.AGENT, LimitTable.owner(Scope.AGENT, name)));
        });
        NameTable agents = new NameTable(policy.agents().named().keySet());
        RuleGrid grid = RuleGrid.of(agents, blocks, services, new RulingTable(bounds));
        LimitTable limitTable = new LimitTable(policy.limits(), services.keySet(), limits);
        return new CompiledPolicy(policy, catalogue, grid, new CompiledPolicy.Rest(conditions, limitTable));
    }

    /** Every service that the policy names exactly or the catalogue has: a pattern can match no other that can act. */
    private Map<String, ServiceIndex> services() {
        Set<String> names = new LinkedHashSet<>();
        policy.blocks().forEach(block -> names.addAll(block.named().keySet()));
        names.addAll(catalogue.services().keySet());
        Map<String, ServiceIndex> services = new LinkedHashMap<>();
        names.forEach(name -> services.put(name, ServiceIndex.of(catalogue.service(name))));
        return services;
    }
}
