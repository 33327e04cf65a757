// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.catalogue.ActionCatalogue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Turns a policy into the form that rules on requests: names numbered, rulings worked out ahead. */
final class PolicyCompiler {
    private final Policy policy;
    private final ActionCatalogue catalogue;
    private final int maxPrepared;

    PolicyCompiler(Policy policy, ActionCatalogue catalogue, int maxPrepared) {
        this.maxPrepared = maxPrepared;
        this.policy = policy;
        this.catalogue = catalogue;
    }

    CompiledPolicy compile() {
        Set<String> names = new LinkedHashSet<>();
        policy.agents().values().forEach(agent -> names.addAll(agent.services().keySet()));
        NameTable services = new NameTable(names);
        ServiceIndex[] indexes = names.stream()
                .map(name -> ServiceIndex.of(catalogue.service(name)))
                .toArray(ServiceIndex[]::new);
        RulingTable rulings = new RulingTable(policy.agents().size(), indexes, maxPrepared);

        List<LimitRule> global = limitRules(policy.rateLimits().global(), Scope.GLOBAL, "global");
        List<List<LimitRule>> agentLimits = new ArrayList<>();
        policy.agents().forEach((name, agent) -> {
            List<LimitRule> limits = agentLimits(name, agent, global);
            agent.services().forEach((service, rules) -> {
                CompiledRules compiled = new CompiledRules(rules, serviceLimits(service, limits));
                rulings.put(agentLimits.size(), services.find(service), compiled);
            });
            agentLimits.add(limits);
        });
        NameTable agents = new NameTable(policy.agents().keySet());
        return new CompiledPolicy(
                policy,
                catalogue,
                new CompiledPolicy.Tables(agents, services, rulings),
                new CompiledPolicy.Limits(global, List.copyOf(agentLimits)));
    }

    private List<LimitRule> agentLimits(String name, AgentPolicy agent, List<LimitRule> global) {
        List<LimitRule> limits = new ArrayList<>(global);
        limits.addAll(limitRules(policy.rateLimits().perAgent(), Scope.AGENT, "agent/" + name));
        limits.addAll(limitRules(agent.limits(), Scope.AGENT, "agent/" + name));
        return List.copyOf(limits);
    }

    private List<LimitRule> serviceLimits(String service, List<LimitRule> agentLimits) {
        List<Limit> own = policy.rateLimits().perService().getOrDefault(service, List.of());
        if (own.isEmpty()) {
            return agentLimits;
        }
        List<LimitRule> limits = new ArrayList<>(agentLimits);
        limits.addAll(limitRules(own, Scope.SERVICE, "service/" + service));
        return List.copyOf(limits);
    }

    private static List<LimitRule> limitRules(List<Limit> limits, Scope scope, String key) {
        return limits.stream()
                .map(l ->
                        new LimitRule(l.path(), scope, key, l.max(), l.period().windowMs()))
                .toList();
    }
}
