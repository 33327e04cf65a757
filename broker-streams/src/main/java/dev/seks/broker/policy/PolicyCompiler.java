// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.catalogue.Effect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns a policy into the form that rules on requests: services and actions numbered, rulings worked out ahead. */
final class PolicyCompiler {
    /** How many rulings are worked out ahead; what is beyond is worked out when asked for, to the same answer. */
    static final int MAX_PREPARED = 8_000_000;

    private final Policy policy;
    private final ActionCatalogue catalogue;
    private final Map<String, ServiceIndex> services = new HashMap<>();
    private int prepared;

    PolicyCompiler(Policy policy, ActionCatalogue catalogue) {
        this.policy = policy;
        this.catalogue = catalogue;
    }

    CompiledPolicy compile() {
        List<LimitRule> global = limitRules(policy.rateLimits().global(), Scope.GLOBAL, "global");
        Map<String, CompiledAgent> agents = new HashMap<>(policy.agents().size() * 2);
        policy.agents().forEach((name, agent) -> agents.put(name, agent(name, agent, global)));
        return new CompiledPolicy(policy, catalogue, agents, services, global);
    }

    private CompiledAgent agent(String name, AgentPolicy agent, List<LimitRule> global) {
        List<LimitRule> limits = new ArrayList<>(global);
        limits.addAll(limitRules(policy.rateLimits().perAgent(), Scope.AGENT, "agent/" + name));
        limits.addAll(limitRules(agent.limits(), Scope.AGENT, "agent/" + name));
        limits = List.copyOf(limits);

        Map<Integer, CompiledRules> byNumber = new HashMap<>();
        for (Map.Entry<String, ServiceRules> entry : agent.services().entrySet()) {
            ServiceIndex index = services.computeIfAbsent(entry.getKey(), this::index);
            byNumber.put(index.number(), rules(entry.getValue(), index, serviceLimits(entry.getKey(), limits)));
        }
        int[] numbers =
                byNumber.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
        CompiledRules[] rules = Arrays.stream(numbers).mapToObj(byNumber::get).toArray(CompiledRules[]::new);
        return new CompiledAgent(numbers, rules, limits);
    }

    private ServiceIndex index(String service) {
        Map<String, Effect> effects = new HashMap<>();
        catalogue.service(service).ifPresent(s -> s.actions().forEach((name, a) -> effects.put(name, a.effect())));
        return ServiceIndex.of(services.size(), effects);
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

    private CompiledRules rules(ServiceRules rules, ServiceIndex index, List<LimitRule> limits) {
        boolean prepare = prepared + index.size() <= MAX_PREPARED;
        prepared += prepare ? index.size() : 0;
        return CompiledRules.of(rules, index, limits, prepare);
    }
}
