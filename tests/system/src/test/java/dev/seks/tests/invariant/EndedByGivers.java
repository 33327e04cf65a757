// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.GrantEnd;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * I2, of the people behind a grant: whoever is named as having given it approved its request before, and a verdict ends
 * no grant but the one that it names, said by one of those.
 */
final class EndedByGivers implements Invariant {
    @Override
    public String number() {
        return "I2";
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Log log = evidence.log();
        Map<Place, Logged<Verdict>> verdicts = log.verdicts().stream()
                .collect(Collectors.toMap(Logged::place, Function.identity(), (first, again) -> first));
        Map<String, Logged<JournalEntry>> entries = log.journal().stream()
                .collect(Collectors.toMap(
                        entry -> entry.said().getDomain() + " " + entry.said().getSeq(),
                        Function.identity(),
                        (first, again) -> first));
        for (Logged<Decision> decision : log.decisions()) {
            Decision said = decision.said();
            if (said.getGrant() != null && said.getGrant().getPeople() != null) {
                Logged<JournalEntry> entry = entries.get(said.getDomain() + " " + said.getSeq());
                named(decision, approving(log, said, entry), findings);
            }
        }
        for (Logged<JournalEntry> entry : log.journal()) {
            if (entry.said().getKind() == EventKind.VERDICT && entry.said().getGrantsEnded() != null) {
                Logged<Verdict> verdict = verdicts.get(Place.of(entry.said().getCause()));
                entry.said().getGrantsEnded().forEach(end -> ended(log, entry, verdict, end, findings));
            }
        }
    }

    private static void named(Logged<Decision> decision, Set<String> approving, Findings findings) {
        List<String> people = decision.said().getGrant().getPeople();
        people.stream()
                .filter(person -> !approving.contains(person))
                .forEach(person -> findings.decision(
                        decision, "names " + person + " as having given a grant, who did not approve its request"));
        if (people.isEmpty() && decision.said().getReason() == Reason.APPROVED_BY_PEOPLE) {
            findings.decision(decision, "gives a grant that people approved, and names nobody as having given it");
        }
    }

    private static Set<String> approving(Log log, Decision said, Logged<JournalEntry> entry) {
        List<Logged<Verdict>> seen = entry != null && entry.said().getKind() == EventKind.VERDICT
                ? QuorumBeforeApproval.seenBy(entry, log.verdicts())
                : log.verdicts().stream()
                        .filter(verdict -> !verdict.appendTime().isAfter(said.getDecidedAt()))
                        .toList();
        return seen.stream()
                .map(Logged::said)
                .filter(verdict -> verdict.getVerdict() == VerdictChoice.APPROVE
                        && verdict.getRequestDigest().equals(said.getRequestDigest()))
                .map(Verdict::getPerson)
                .collect(Collectors.toSet());
    }

    private static void ended(
            Log log, Logged<JournalEntry> entry, Logged<Verdict> verdict, GrantEnd end, Findings findings) {
        boolean isMeant = verdict != null
                && verdict.said().getVerdict() == VerdictChoice.REVOKE
                && verdict.said().getRequestDigest().equals(end.getGrantId())
                && verdict.said().getAgent().equals(end.getAgent());
        if (!isMeant) {
            findings.entry(entry, "ends grant " + end.getGrantId() + ", and the verdict does not");
            return;
        }
        String person = verdict.said().getPerson();
        if (!person.equals(end.getPerson())) {
            findings.entry(entry, "says that " + end.getPerson() + " ended a grant, and " + person + " did");
        }
        boolean gave = log.decisions().stream()
                .map(Logged::said)
                .anyMatch(decision -> decision.getDomain().equals(entry.said().getDomain())
                        && decision.getRequestDigest().equals(end.getGrantId())
                        && decision.getSeq() < entry.said().getSeq()
                        && decision.getGrant() != null
                        && decision.getGrant().getPeople() != null
                        && decision.getGrant().getPeople().contains(person));
        if (!gave) {
            findings.entry(entry, "ends a grant that " + person + " did not give");
        }
    }
}
