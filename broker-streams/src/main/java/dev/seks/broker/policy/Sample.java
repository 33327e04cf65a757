// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.catalogue.ActionCatalogue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An action that policies are asked about to compare them.
 *
 * @param shownService what it stands for: the service itself, or a pattern of services
 * @param shownAction the action itself, or a pattern of actions
 */
public record Sample(String service, String action, String shownService, String shownAction) {
    /** A name that nobody gives. */
    private static final String ANY = "zz";

    /** Every action of these catalogues, in their order. */
    public static List<Sample> ofCatalogues(List<ActionCatalogue> catalogues) {
        Map<String, Set<String>> actions = new LinkedHashMap<>();
        catalogues.forEach(catalogue -> catalogue
                .services()
                .forEach((name, service) -> actions.computeIfAbsent(name, n -> new LinkedHashSet<>())
                        .addAll(service.actions().keySet())));
        List<Sample> samples = new ArrayList<>();
        actions.forEach(
                (service, names) -> names.forEach(action -> samples.add(new Sample(service, action, service, action))));
        return List.copyOf(samples);
    }

    /**
     * Where there is no catalogue: what the rules of these policies are about, as they are written. A pattern is asked
     * about by a name that matches it and that nobody gives.
     */
    public static List<Sample> ofRules(List<Policy> policies, int most) {
        Map<String, Set<String>> actions = new LinkedHashMap<>();
        for (Policy policy : policies) {
            for (RuleBlock block : policy.blocks()) {
                block.named().forEach((service, rules) -> patterns(actions, service, rules));
                block.wild().forEach(wild -> patterns(actions, wild.service().text(), wild.rules()));
            }
        }
        Set<Sample> samples = new LinkedHashSet<>();
        for (String service : List.copyOf(actions.keySet())) {
            String name = service.replace("*", ANY);
            actions.forEach((key, texts) -> {
                if (key.equals(service) || ActionPattern.ofName(key).matches(name)) {
                    add(samples, service, texts, most);
                }
            });
        }
        return List.copyOf(samples);
    }

    private static void add(Set<Sample> samples, String service, Collection<String> actions, int most) {
        for (String action : actions) {
            if (samples.size() == most) {
                return;
            }
            samples.add(new Sample(service.replace("*", ANY), action.replace("*", ANY), service, action));
        }
    }

    private static void patterns(Map<String, Set<String>> actions, String service, ServiceRules rules) {
        Set<String> known = actions.computeIfAbsent(service, s -> new LinkedHashSet<>());
        rules.all().forEach(entry -> known.add(entry.pattern().text()));
    }
}
