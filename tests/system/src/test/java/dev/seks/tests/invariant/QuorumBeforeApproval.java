// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.ApprovalRequirement;
import dev.seks.schemas.record.ApproverGroup;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
                    count(decision, asked, seenBy(entry, about), findings);
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
        Map<String, VerdictChoice> said = new LinkedHashMap<>();
        for (Logged<Verdict> verdict : verdicts) {
            boolean isInTime = verdict.appendTime().isBefore(approval.getExpiresAt());
            if (isInTime && isSameRequest(verdict.said(), decision.said()) && entitled.contains(person(verdict))) {
                said.putIfAbsent(person(verdict), verdict.said().getVerdict());
            }
        }
        Set<String> approving = new HashSet<>();
        said.forEach((person, choice) -> {
            if (choice == VerdictChoice.APPROVE) {
                approving.add(person);
            }
        });
        int quorum = Math.max(1, approval.getQuorum());
        if (approving.size() < quorum) {
            findings.decision(decision, "APPROVED with " + approving.size() + " valid approvals, needs " + quorum);
        } else if (!isMet(approval, approving)) {
            findings.decision(decision, "APPROVED by " + approving.size() + " people who do not fill every seat");
        }
        said.forEach((person, choice) -> {
            if (choice == VerdictChoice.DENY) {
                findings.decision(decision, "APPROVED although " + person + " had denied it");
            }
        });
        if (!decision.said().getDecidedAt().isBefore(approval.getExpiresAt())) {
            findings.decision(decision, "APPROVED at or after the expiry " + approval.getExpiresAt());
        }
    }

    /** Each requirement by enough of its people, and each group by a person of its own, tried in every way. */
    static boolean isMet(Approval approval, Set<String> approving) {
        if (approval.getRequirements() == null) {
            return true;
        }
        for (ApprovalRequirement requirement : approval.getRequirements()) {
            long people = approving.stream()
                    .filter(person -> approval.getApprovers().stream()
                            .anyMatch(group -> requirement.getGroups().contains(group.getGroup())
                                    && group.getPeople().contains(person)))
                    .count();
            if (people < requirement.getQuorum()) {
                return false;
            }
        }
        return isSeated(approval.getApprovers(), approving);
    }

    private static boolean isSeated(List<ApproverGroup> groups, Set<String> free) {
        if (groups.isEmpty()) {
            return true;
        }
        for (String person : groups.get(0).getPeople()) {
            Set<String> others = new HashSet<>(free);
            if (others.remove(person) && isSeated(groups.subList(1, groups.size()), others)) {
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
