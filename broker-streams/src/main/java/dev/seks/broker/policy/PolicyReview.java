// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.catalogue.Effect;
import dev.seks.schemas.catalogue.ServiceDefinition;
import dev.seks.schemas.yaml.Fault;
import dev.seks.schemas.yaml.Suggestion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads a policy against the catalogue for what is most likely not meant. */
final class PolicyReview {
    /** How many pieces of patterns are looked for; rules beyond are not held against the catalogue. */
    private static final long MAX_WORK = 20_000_000;

    /** For how many patterns the action that was meant is looked for. */
    private static final int MAX_SUGGESTIONS = 200;

    private final Policy policy;
    private final ActionCatalogue catalogue;
    private final List<Finding> findings = new ArrayList<>();
    private long worked;
    private int suggestions;

    PolicyReview(Policy policy, ActionCatalogue catalogue) {
        this.policy = policy;
        this.catalogue = catalogue;
    }

    List<Finding> findings() {
        for (RuleBlock block : policy.blocks()) {
            block.named().forEach(this::service);
            block.all().forEach(rules -> rules.all().forEach(this::hours));
        }
        policy.agents().named().values().forEach(agent -> agent.limits().forEach(this::ownLimit));
        findings.sort(Comparator.comparing(Finding::at));
        return List.copyOf(findings);
    }

    private void service(String name, ServiceRules rules) {
        rules.allow().forEach(entry -> pattern(name, entry, Finding.Severity.WARNING, false));
        rules.requireApproval().forEach(entry -> pattern(name, entry, Finding.Severity.WARNING, false));
        rules.deny().forEach(entry -> pattern(name, entry, Finding.Severity.NOTE, true));
    }

    private void pattern(String service, RuleEntry entry, Finding.Severity severity, boolean denies) {
        Optional<ServiceDefinition> definition = catalogue.service(service);
        worked += (long) entry.pattern().cost()
                * definition.map(d -> d.actions().size()).orElse(0);
        if (worked > MAX_WORK) {
            return;
        }
        boolean named =
                definition.stream().flatMap(d -> d.actions().keySet().stream()).anyMatch(entry.pattern()::matches);
        boolean reached = definition.stream()
                .flatMap(d -> d.actions().values().stream())
                .anyMatch(a -> entry.holdsFor(a.name(), !denies && a.effect() == Effect.CREDENTIAL));
        if (!reached) {
            String pattern = '"' + entry.pattern().text() + '"';
            String why = named
                    ? " reaches only credential actions, which a wildcard never allows"
                    : definition
                            .map(d -> " reaches no action of " + service + didYouMean(entry.pattern(), d))
                            .orElse(" reaches no action, the catalogue has no service " + service);
            add(severity, entry.rule(), entry.column(), pattern + why);
        }
    }

    private void hours(RuleEntry entry) {
        Guard guard = entry.guard();
        if (guard != null && guard.during() != null && guard.during().isAlways()) {
            add(
                    Finding.Severity.WARNING,
                    entry.rule(),
                    entry.column(),
                    "during is all hours of all days, so it changes nothing");
        }
    }

    private String didYouMean(ActionPattern pattern, ServiceDefinition service) {
        return ++suggestions <= MAX_SUGGESTIONS
                ? Suggestion.didYouMean(pattern.text(), service.actions().keySet())
                : "";
    }

    private void ownLimit(Limit own) {
        for (Limit common : policy.limits().perAgent()) {
            if (common.unit() == own.unit() && common.period() == own.period() && own.max() > common.max()) {
                findings.add(new Finding(
                        Finding.Severity.WARNING,
                        new Fault(
                                own.file(),
                                own.line(),
                                own.column(),
                                own.path() + " is " + own.max() + ", but " + common.path() + " of " + common.max()
                                        + " holds too")));
            }
        }
    }

    private void add(Finding.Severity severity, Rule rule, int column, String message) {
        findings.add(new Finding(severity, new Fault(rule.file(), rule.line(), column, message)));
    }
}
