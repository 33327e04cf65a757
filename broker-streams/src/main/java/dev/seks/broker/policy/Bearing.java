// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What rules do with one action, apart from where they stand and in which order: two policies that do the same give equal
 * ones.
 *
 * @param clauses what it depends on or takes, where the kind is {@link Kind#CONDITIONAL} or {@link Kind#PENDING}
 */
public record Bearing(Kind kind, Set<Clause> clauses) {
    public static final Bearing DENIED = new Bearing(Kind.DENIED, Set.of());
    private static final Bearing APPROVED = new Bearing(Kind.APPROVED, Set.of());
    private static final Comparator<Requirement> ANY_ORDER = Comparator.comparing(
                    (Requirement requirement) -> requirement.groups().toString())
            .thenComparing(Requirement::quorum);

    /** What becomes of a request, from the narrowest. */
    public enum Kind {
        DENIED,
        PENDING,
        /** It depends on conditions or hours. */
        CONDITIONAL,
        APPROVED
    }

    /**
     * One thing that rules do.
     *
     * @param condition the text of a condition that must hold for it
     * @param hours the hours in which it holds
     * @param terms what an approval takes, where it asks for one
     */
    public record Clause(
            Candidate.Verb verb, Optional<String> condition, Optional<String> hours, Optional<ApprovalTerms> terms) {
        boolean isAlways() {
            return condition.isEmpty() && hours.isEmpty();
        }
    }

    public Bearing {
        clauses = Set.copyOf(clauses);
    }

    /** What a ruling by names bears. */
    public static Bearing of(Ruling ruling) {
        return switch (ruling.kind()) {
            case UNKNOWN_AGENT, UNKNOWN_SERVICE, NO_RULE, DENIED -> DENIED;
            case ALLOWED -> APPROVED;
            case APPROVAL ->
                new Bearing(
                        Kind.PENDING,
                        Set.of(new Clause(
                                Candidate.Verb.REQUIRE_APPROVAL,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.ofNullable(ruling.approval()).map(Bearing::ordered))));
            case CONDITIONAL -> conditional(ruling.guarded());
        };
    }

    private static Bearing conditional(GuardedRules rules) {
        Set<Clause> clauses = new LinkedHashSet<>();
        rules.deny().forEach(entry -> clauses.add(clause(Candidate.Verb.DENY, entry, Optional.empty())));
        rules.requireApproval()
                .forEach(entry -> clauses.add(clause(
                        Candidate.Verb.REQUIRE_APPROVAL,
                        entry,
                        Optional.ofNullable(entry.asking()).map(asking -> ordered(asking.terms(rules.effect()))))));
        List<Clause> allowing = new ArrayList<>();
        rules.allow().forEach(entry -> allowing.add(clause(Candidate.Verb.ALLOW, entry, Optional.empty())));
        // beside one that always holds, the others change nothing
        allowing.stream()
                .filter(Clause::isAlways)
                .findFirst()
                .ifPresentOrElse(clauses::add, () -> clauses.addAll(allowing));
        return new Bearing(Kind.CONDITIONAL, clauses);
    }

    private static Clause clause(Candidate.Verb verb, RuleEntry entry, Optional<ApprovalTerms> terms) {
        Optional<Guard> guard = Optional.ofNullable(entry.guard());
        return new Clause(
                verb,
                guard.map(Guard::when).map(when -> when.condition().text()),
                guard.map(Guard::during).map(hours -> hours.told()),
                terms);
    }

    private static Escalation ordered(Escalation escalation) {
        return new Escalation(
                escalation.after(), escalation.groups().stream().sorted().toList());
    }

    private static ApprovalTerms ordered(ApprovalTerms terms) {
        return new ApprovalTerms(
                terms.requirements().stream()
                        .map(r -> new Requirement(
                                r.groups().stream().sorted().toList(),
                                r.quorum(),
                                r.escalation().map(Bearing::ordered)))
                        .distinct()
                        .sorted(ANY_ORDER)
                        .toList(),
                terms.expiresIn(),
                terms.assurance(),
                terms.grantable());
    }
}
