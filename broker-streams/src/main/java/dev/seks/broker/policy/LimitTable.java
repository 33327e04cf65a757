// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The limits of every scope, found by name. */
final class LimitTable {
    /** The owner of what is counted for the whole domain. */
    static final String GLOBAL = "global";

    private final List<LimitRule> global;
    private final List<List<LimitRule>> byAgent;
    private final Map<String, List<LimitRule>> byService = new HashMap<>();
    private final Map<String, List<LimitRule>> byNamedAction = new HashMap<>();
    private final List<Limits.Keyed> wildActions;
    private final Limits limits;

    /** {@code services} are those for which answers are made ready; {@code byAgent} the limits of each agent's own. */
    LimitTable(Limits limits, Collection<String> services, List<List<LimitRule>> byAgent) {
        this.limits = limits;
        this.global = rules(limits.global(), Scope.GLOBAL, GLOBAL);
        this.byAgent = byAgent;
        this.wildActions = limits.perAction().stream()
                .filter(keyed -> !keyed.key().isExact())
                .toList();
        if (!limits.perService().isEmpty()) {
            services.forEach(service -> byService.put(service, matching(limits.perService(), Scope.SERVICE, service)));
        }
        for (Limits.Keyed keyed : limits.perAction()) {
            if (keyed.key().isExact()) {
                String name = keyed.key().text();
                byNamedAction.computeIfAbsent(name, n -> matching(limits.perAction(), Scope.ACTION, n));
            }
        }
    }

    List<LimitRule> global() {
        return global;
    }

    List<LimitRule> ofAgent(int agent) {
        return byAgent.get(agent);
    }

    List<LimitRule> ofService(String service) {
        List<LimitRule> known = byService.get(service);
        return known == null ? matching(limits.perService(), Scope.SERVICE, service) : known;
    }

    List<LimitRule> ofAction(String service, String action) {
        if (limits.perAction().isEmpty()) {
            return List.of();
        }
        String name = service + "." + action;
        List<LimitRule> known = byNamedAction.get(name);
        return known == null ? matching(wildActions, Scope.ACTION, name) : known;
    }

    static List<LimitRule> rules(List<Limit> limits, Scope scope, String owner) {
        return limits.stream().map(limit -> LimitRule.of(limit, scope, owner)).toList();
    }

    private static List<LimitRule> matching(List<Limits.Keyed> all, Scope scope, String name) {
        List<LimitRule> rules = List.of();
        for (Limits.Keyed keyed : all) {
            if (keyed.key().matches(name)) {
                rules = rules.isEmpty() ? new ArrayList<>() : rules;
                rules.addAll(rules(keyed.limits(), scope, owner(scope, name)));
            }
        }
        return rules;
    }

    /** Who owns what a scope counts. */
    static String owner(Scope scope, String name) {
        return switch (scope) {
            case GLOBAL -> GLOBAL;
            case AGENT -> "agent/" + name;
            case SERVICE -> "service/" + name;
            case ACTION -> "action/" + name;
        };
    }
}
