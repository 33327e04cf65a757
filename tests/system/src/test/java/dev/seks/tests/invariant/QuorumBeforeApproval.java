// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import dev.seks.schemas.record.Approval;
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
        long approving =
                said.values().stream().filter(VerdictChoice.APPROVE::equals).count();
        int quorum = Math.max(1, approval.getQuorum());
        if (approving < quorum) {
            findings.decision(decision, "APPROVED with " + approving + " valid approvals, needs " + quorum);
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

    /** The verdicts up to the one that made the broker decide. */
    private static List<Logged<Verdict>> seenBy(Logged<JournalEntry> entry, List<Logged<Verdict>> verdicts) {
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

    private static Logged<Decision> lastBefore(Logged<Decision> decision, List<Logged<Decision>> pending) {
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
