// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.yaml.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a policy by itself for what is most likely not meant. */
final class PolicyReview {
    private final Policy policy;
    private final List<Finding> findings = new ArrayList<>();

    PolicyReview(Policy policy) {
        this.policy = policy;
    }

    List<Finding> findings() {
        for (RuleBlock block : policy.blocks()) {
            for (ServiceRules rules : block.all()) {
                rules.all().forEach(this::hours);
                repeated(rules.deny());
                repeated(rules.requireApproval());
                repeated(rules.allow());
            }
        }
        Set<RuleEntry> idle = new LinkedHashSet<>();
        policy.agents().named().values().forEach(agent -> {
            agent.limits().forEach(this::ownLimit);
            agent.rules().stream()
                    .flatMap(block -> block.all().stream())
                    .flatMap(rules -> rules.requireApproval().stream())
                    .filter(entry -> isIdle(entry, agent.owner()) && idle.add(entry))
                    .forEach(entry -> warn(entry, idle(entry, agent)));
        });
        findings.addAll(policy.unused());
        operators();
        findings.sort(Comparator.comparing(Finding::at));
        return List.copyOf(findings);
    }

    private void hours(RuleEntry entry) {
        Guard guard = entry.guard();
        if (guard != null && guard.during() != null && guard.during().isAlways()) {
            warn(entry, "during is all hours of all days, so it changes nothing");
        }
    }

    /** What two entries of one list share when the later one changes nothing. */
    private record Twin(
            String pattern,
            Optional<String> when,
            Optional<String> during,
            @Nullable Asking asking) {
        static Twin of(RuleEntry entry) {
            Optional<Guard> guard = Optional.ofNullable(entry.guard());
            return new Twin(
                    entry.pattern().text(),
                    guard.map(Guard::when).map(when -> when.condition().text()),
                    guard.map(Guard::during).map(hours -> hours.told()),
                    entry.asking());
        }
    }

    private void repeated(List<RuleEntry> entries) {
        Map<Twin, RuleEntry> first = new HashMap<>();
        for (RuleEntry entry : entries) {
            RuleEntry other = first.putIfAbsent(Twin.of(entry), entry);
            if (other != null) {
                warn(
                        entry,
                        "\"" + entry.pattern().text() + "\" stands in this list already, in line "
                                + other.rule().line());
            }
        }
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
                                own.path() + " is " + own.unit().told(own.max()) + ", but " + common.path() + " of "
                                        + common.unit().told(common.max()) + " holds too")));
            }
        }
    }

    /** Whether its escalation would ask nobody who was not asked from the first; who the operators are is not known. */
    private boolean isIdle(RuleEntry entry, Optional<String> owner) {
        Requirement requirement = entry.asking().requirement();
        if (requirement.escalation().isEmpty() || requirement.everyGroup().contains(Defaults.OPERATORS)) {
            return false;
        }
        Set<String> asked = new HashSet<>();
        owner.ifPresent(asked::add);
        requirement.groups().forEach(group -> asked.addAll(policy.groups().getOrDefault(group, List.of())));
        return requirement.escalation().get().groups().stream()
                .allMatch(group -> asked.containsAll(policy.groups().getOrDefault(group, List.of())));
    }

    private static String idle(RuleEntry entry, AgentPolicy agent) {
        return "escalate asks nobody else: everybody of "
                + String.join(
                        ", ",
                        entry.asking().requirement().escalation().orElseThrow().groups())
                + " is asked from the first"
                + agent.owner()
                        .map(owner -> ", or is " + owner + ", who owns the agent")
                        .orElse("");
    }

    private void operators() {
        policy.needsOperators()
                .ifPresent(rule -> findings.add(new Finding(
                        Finding.Severity.NOTE,
                        new Fault(
                                rule.file(),
                                rule.line(),
                                1,
                                "the group operators approves this, and who is in it stands in no file: push --operator"
                                        + " PERSON names people, seks dev takes the one who runs it"))));
    }

    private void warn(RuleEntry entry, String message) {
        Rule rule = entry.rule();
        findings.add(
                new Finding(Finding.Severity.WARNING, new Fault(rule.file(), rule.line(), entry.column(), message)));
    }
}
