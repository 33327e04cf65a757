// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.broker.condition.Circumstances;
import dev.seks.broker.condition.Conditions;
import dev.seks.broker.condition.Truth;
import dev.seks.schemas.catalogue.Effect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Goes through all rules of an agent and a service after a ruling, to tell what came of each; rules on nothing itself. */
final class CandidateWalk {
    private static final Comparator<Candidate> BY_WEIGHT = Comparator.comparing(
                    (Candidate candidate) -> candidate.fate() != Candidate.Fate.DECIDED)
            .thenComparing(candidate -> candidate.fate() == Candidate.Fate.OTHER_ACTION)
            .thenComparing(Candidate::verb)
            .thenComparing(candidate -> candidate.rule().line());

    private final Asked asked;
    private final List<Rule> decided;
    private final Conditions conditions;

    /**
     * What was asked.
     *
     * @param effect null where the catalogue does not have the action
     * @param at null where the request does not fit the catalogue
     */
    record Asked(
            String action,
            @Nullable Effect effect,
            @Nullable Circumstances at) {}

    /** {@code decided} are the rules that determined the decision. */
    CandidateWalk(Asked asked, List<Rule> decided, Conditions conditions) {
        this.asked = asked;
        this.decided = decided;
        this.conditions = conditions;
    }

    /** The rules that decided, then those that match by name, then the others; the strongest and the first come first. */
    List<Candidate> through(RuleSet rules) {
        List<Candidate> all = new ArrayList<>();
        rules.deny().forEach(entry -> all.add(candidate(entry, Candidate.Verb.DENY)));
        rules.requireApproval().forEach(entry -> all.add(candidate(entry, Candidate.Verb.REQUIRE_APPROVAL)));
        rules.allow().forEach(entry -> all.add(candidate(entry, Candidate.Verb.ALLOW)));
        all.sort(BY_WEIGHT);
        return List.copyOf(all);
    }

    private Candidate candidate(RuleEntry entry, Candidate.Verb verb) {
        Optional<Guard> guard = Optional.ofNullable(entry.guard());
        return new Candidate(
                entry.rule(),
                verb,
                fate(entry, verb),
                guard.map(Guard::when).map(when -> when.condition().text()),
                guard.map(Guard::during));
    }

    private Candidate.Fate fate(RuleEntry entry, Candidate.Verb verb) {
        if (decided.contains(entry.rule())) {
            return Candidate.Fate.DECIDED;
        } else if (!entry.pattern().matches(asked.action)) {
            return Candidate.Fate.OTHER_ACTION;
        } else if (!entry.holdsFor(asked.action, verb != Candidate.Verb.DENY && asked.effect == Effect.CREDENTIAL)) {
            return Candidate.Fate.NOT_BY_WILDCARD;
        } else if (asked.at == null) {
            return decided.isEmpty() ? Candidate.Fate.NOT_ASKED : Candidate.Fate.OUTRANKED;
        }
        return judged(entry, asked.at);
    }

    private Candidate.Fate judged(RuleEntry entry, Circumstances at) {
        Truth truth = entry.judge(conditions, at);
        if (truth == Truth.HOLDS) {
            return Candidate.Fate.OUTRANKED;
        }
        Guard guard = entry.guard();
        if (guard != null && guard.during() != null && !guard.during().contain(at.at())) {
            return Candidate.Fate.OUTSIDE_HOURS;
        }
        return truth == Truth.FAILED ? Candidate.Fate.CONDITION_FAILED : Candidate.Fate.CONDITION_NOT_MET;
    }
}
