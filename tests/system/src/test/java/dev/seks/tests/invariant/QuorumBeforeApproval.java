// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.ApprovalRequirement;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * I2: what a rule puts under approval is APPROVED only by its quorum of distinct people who were asked, none of them the
 * agent, bound to those bytes and before expiry. Counted anew from the verdicts' own topic.
 */
final class QuorumBeforeApproval implements Invariant {
    private static final String APPROVAL_RULE = ".require_approval[";

    @Override
    public String number() {
        return "I2";
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Map<String, Logged<JournalEntry>> entries = new HashMap<>();
        evidence.log()
                .journal()
                .forEach(entry -> entries.putIfAbsent(
                        entry.said().getDomain() + " " + entry.said().getSeq(), entry));
        Map<Place, Long> numbers = new HashMap<>();
        entries.values()
                .forEach(entry -> numbers.put(
                        Place.of(entry.said().getCause()), entry.said().getSeq()));
        Map<String, List<Logged<Verdict>>> verdicts = evidence.log().verdicts().stream()
                .collect(Collectors.groupingBy(verdict -> verdict.said().getRequestDigest()));
        Map<Coordinates, List<Logged<Decision>>> pending = evidence.log().decisions().stream()
                .filter(decision -> decision.said().getOutcome() == Outcome.PENDING)
                .collect(Collectors.groupingBy(decision -> decision.said().getRequestCoordinates()));
        for (Logged<Decision> decision : evidence.log().decisions()) {
            if (decision.said().getOutcome() == Outcome.APPROVED) {
                Coordinates request = decision.said().getRequestCoordinates();
                Logged<Decision> asked = lastBefore(decision, pending.getOrDefault(request, List.of()));
                if (asked == null) {
                    unasked(decision, findings);
                } else {
                    Logged<JournalEntry> entry = entries.get(
                            decision.said().getDomain() + " " + decision.said().getSeq());
                    List<Logged<Verdict>> about =
                            verdicts.getOrDefault(decision.said().getRequestDigest(), List.of());
                    List<Logged<Verdict>> seen = entry != null && entry.said().getKind() != EventKind.VERDICT
                            ? journalledBefore(entry, about, numbers)
                            : seenBy(entry, about);
                    count(decision, asked, seen, findings);
                }
            }
        }
    }

    /** An approval at first sight: right only where no rule asks for people. */
    private static void unasked(Logged<Decision> decision, Findings findings) {
        boolean asksForPeople = decision.said().getRules().stream()
                .anyMatch(rule -> rule.getPath().contains(APPROVAL_RULE));
        if (asksForPeople && decision.said().getReason() != Reason.ALLOWED_BY_GRANT) {
            findings.decision(
                    decision, "APPROVED under " + decision.said().getRule() + " without ever having been PENDING");
        }
        if (decision.said().getReason() == Reason.APPROVED_BY_PEOPLE) {
            findings.decision(decision, "APPROVED_BY_PEOPLE without ever having been PENDING");
        }
    }

    private static void count(
            Logged<Decision> decision, Logged<Decision> asked, List<Logged<Verdict>> verdicts, Findings findings) {
        Approval approval = asked.said().getApproval();
        if (approval == null) {
            findings.decision(asked, "PENDING without saying whose approval it needs");
            return;
        }
        Set<String> entitled = approval.getApprovers().stream()
                .flatMap(group -> group.getPeople().stream())
                .filter(person -> !person.equals(decision.said().getAgent()))
                .collect(Collectors.toCollection(HashSet::new));
        Set<String> approving = new LinkedHashSet<>();
        Set<String> denying = new LinkedHashSet<>();
        for (Logged<Verdict> verdict : verdicts) {
            if (verdict.said().getVerdict() == VerdictChoice.REVOKE) {
                continue; // it is about a grant, whatever waits
            }
            boolean isInTime = verdict.appendTime().isBefore(approval.getExpiresAt());
            if (isInTime && isSameRequest(verdict.said(), decision.said()) && entitled.contains(person(verdict))) {
                (verdict.said().getVerdict() == VerdictChoice.APPROVE ? approving : denying).add(person(verdict));
            }
        }
        int quorum = Math.max(1, approval.getQuorum());
        if (approving.size() < quorum) {
            findings.decision(decision, "APPROVED with " + approving.size() + " valid approvals, needs " + quorum);
        } else if (!isMet(approval, approving)) {
            findings.decision(decision, "APPROVED by " + approving.size() + " people who do not fill every seat");
        }
        denying.forEach(person -> findings.decision(decision, "APPROVED although " + person + " had denied it"));
        if (!decision.said().getDecidedAt().isBefore(approval.getExpiresAt())) {
            findings.decision(decision, "APPROVED at or after the expiry " + approval.getExpiresAt());
        }
    }

    /**
     * Each requirement by enough of its people, and each of its groups by a person of its own, tried in every way. Once a
     * requirement was escalated, whoever it was escalated to may sit for its groups.
     */
    static boolean isMet(Approval approval, Set<String> approving) {
        if (approval.getRequirements() == null) {
            return true;
        }
        Set<String> seats = new LinkedHashSet<>();
        for (ApprovalRequirement requirement : approval.getRequirements()) {
            seats.addAll(requirement.getGroups());
            long people = approving.stream()
                    .filter(person -> requirement.getGroups().stream()
                            .anyMatch(group -> lets(approval, requirement, group, person)))
                    .count();
            if (people < requirement.getQuorum()) {
                return false;
            }
        }
        return isSeated(List.copyOf(seats), approval, approving);
    }

    private static boolean lets(Approval approval, ApprovalRequirement requirement, String group, String person) {
        Set<String> groups = new HashSet<>(Set.of(group));
        if (requirement.getEscalation() != null && requirement.getEscalation().getDone()) {
            groups.addAll(requirement.getEscalation().getGroups());
        }
        return approval.getApprovers().stream()
                .anyMatch(asked ->
                        groups.contains(asked.getGroup()) && asked.getPeople().contains(person));
    }

    private static boolean isSeated(List<String> seats, Approval approval, Set<String> free) {
        if (seats.isEmpty()) {
            return true;
        }
        String group = seats.get(0);
        for (String person : free) {
            boolean may = approval.getRequirements().stream()
                    .filter(requirement -> requirement.getGroups().contains(group))
                    .allMatch(requirement -> lets(approval, requirement, group, person));
            Set<String> others = new HashSet<>(free);
            others.remove(person);
            if (may && isSeated(seats.subList(1, seats.size()), approval, others)) {
                return true;
            }
        }
        return false;
    }

    /** The verdicts up to the one that made the broker decide. */
    static List<Logged<Verdict>> seenBy(Logged<JournalEntry> entry, List<Logged<Verdict>> verdicts) {
        if (entry == null) {
            return List.of();
        }
        Place cause = Place.of(entry.said().getCause());
        return verdicts.stream()
                .filter(verdict -> verdict.place().topic().equals(cause.topic())
                        && verdict.place().partition() == cause.partition()
                        && verdict.place().offset() <= cause.offset())
                .toList();
    }

    /** Where no verdict made the broker decide, as when more people were asked: those that it had taken in before. */
    private static List<Logged<Verdict>> journalledBefore(
            Logged<JournalEntry> entry, List<Logged<Verdict>> verdicts, Map<Place, Long> numbers) {
        return verdicts.stream()
                .filter(verdict -> numbers.getOrDefault(verdict.place(), Long.MAX_VALUE)
                        < entry.said().getSeq())
                .toList();
    }

    static Logged<Decision> lastBefore(Logged<Decision> decision, List<Logged<Decision>> pending) {
        Logged<Decision> last = null;
        for (Logged<Decision> candidate : pending) {
            boolean isBefore = candidate.said().getSeq() < decision.said().getSeq();
            if (isBefore
                    && (last == null || candidate.said().getSeq() > last.said().getSeq())) {
                last = candidate;
            }
        }
        return last;
    }

    private static boolean isSameRequest(Verdict verdict, Decision decision) {
        return verdict.getDomain().equals(decision.getDomain())
                && verdict.getAgent().equals(decision.getAgent())
                && verdict.getRequestId().equals(decision.getRequestId());
    }

    private static String person(Logged<Verdict> verdict) {
        return verdict.said().getPerson();
    }
}
