// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.catalogue.ActionDefinition;
import dev.seks.schemas.catalogue.Effect;
import dev.seks.schemas.catalogue.ServiceDefinition;
import dev.seks.schemas.yaml.Fault;
import dev.seks.schemas.yaml.Suggestion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads a policy against the catalogue for what is most likely not meant. */
final class CatalogueReview {
    /** How many pieces of patterns are looked for; rules beyond are not held against the catalogue. */
    private static final long MAX_WORK = 20_000_000;

    /** For how many patterns the action that was meant is looked for. */
    private static final int MAX_SUGGESTIONS = 200;

    private final Policy policy;
    private final ActionCatalogue catalogue;
    private final RuleGrid grid;
    private final List<Finding> findings = new ArrayList<>();
    private long worked;
    private int suggestions;

    /** {@code grid} knows which rules reach which agent and service. */
    CatalogueReview(Policy policy, ActionCatalogue catalogue, RuleGrid grid) {
        this.policy = policy;
        this.catalogue = catalogue;
        this.grid = grid;
    }

    List<Finding> findings() {
        for (RuleBlock block : policy.blocks()) {
            block.named()
                    .forEach((name, rules) -> service(
                            name, rules, catalogue.service(name).stream().toList()));
            block.wild().forEach(wild -> service(wild.service().text(), wild.rules(), matching(wild.service())));
        }
        findings.addAll(new EffectReview(grid).findings());
        findings.sort(Comparator.comparing(Finding::at));
        return List.copyOf(findings);
    }

    private List<ServiceDefinition> matching(ActionPattern service) {
        return catalogue.services().values().stream()
                .filter(definition -> service.matches(definition.service()))
                .toList();
    }

    private void service(String name, ServiceRules rules, List<ServiceDefinition> services) {
        rules.allow().forEach(entry -> reach(name, entry, services, false));
        rules.requireApproval().forEach(entry -> reach(name, entry, services, false));
        rules.deny().forEach(entry -> reach(name, entry, services, true));
    }

    private void reach(String service, RuleEntry entry, List<ServiceDefinition> services, boolean denies) {
        for (ServiceDefinition definition : services) {
            worked += (long) entry.pattern().cost() * definition.actions().size();
        }
        if (worked > MAX_WORK) {
            return;
        }
        boolean named = false;
        for (ServiceDefinition definition : services) {
            for (ActionDefinition action : definition.actions().values()) {
                if (entry.holdsFor(action.name(), !denies && action.effect() == Effect.CREDENTIAL)) {
                    return;
                }
                named |= entry.pattern().matches(action.name());
            }
        }
        Rule rule = entry.rule();
        findings.add(new Finding(
                denies ? Finding.Severity.NOTE : Finding.Severity.WARNING,
                new Fault(
                        rule.file(),
                        rule.line(),
                        entry.column(),
                        '"' + entry.pattern().text() + '"' + why(service, entry, services, named))));
    }

    private String why(String service, RuleEntry entry, List<ServiceDefinition> services, boolean named) {
        if (named) {
            return " reaches only credential actions, which a wildcard never allows";
        } else if (services.isEmpty()) {
            return " reaches no action, the catalogue has no service " + service;
        }
        return " reaches no action of " + service + didYouMean(entry.pattern(), services);
    }

    private String didYouMean(ActionPattern pattern, List<ServiceDefinition> services) {
        return ++suggestions <= MAX_SUGGESTIONS
                ? Suggestion.didYouMean(
                        pattern.text(),
                        services.stream()
                                .flatMap(service -> service.actions().keySet().stream())
                                .toList())
                : "";
    }
}
