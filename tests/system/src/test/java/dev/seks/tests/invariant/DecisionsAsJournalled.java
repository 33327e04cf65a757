// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.topic.Topic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** I4, the other direction: every decision is about a request that stands in the log and is held by the journal. */
final class DecisionsAsJournalled implements Invariant {

    @Override
    public String number() {
        return "I4";
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Set<Place> requests = evidence.log().requests().stream()
                .map(Logged<CapabilityRequest>::place)
                .collect(Collectors.toSet());
        Map<String, Logged<JournalEntry>> held = new HashMap<>();
        for (Logged<JournalEntry> entry : evidence.log().journal()) {
            entry.said().getOutputHashes().forEach(hash -> held.put(key(entry.said(), hash), entry));
        }
        Set<String> published = new HashSet<>();
        for (Logged<Decision> decision : evidence.log().decisions()) {
            String key = decision.said().getDomain() + " " + decision.said().getSeq() + " " + decision.digest();
            if (!published.add(key)) {
                findings.decision(decision, "published twice");
            }
            if (!held.containsKey(key)) {
                findings.decision(decision, "a decision that the journal does not hold");
            } else if (!agree(decision.said(), held.get(key).said())) {
                findings.decision(
                        decision,
                        "differs from what the journal says at " + held.get(key).place());
            }
            if (!requests.contains(Place.of(decision.said().getRequestCoordinates()))) {
                findings.decision(decision, "a decision about a request that is not in the log");
            }
            Topic topic = topic(decision.said().getOutcome());
            if (!decision.place().topic().equals(evidence.log().topics().name(topic))) {
                findings.decision(decision, decision.said().getOutcome() + " in the wrong topic");
            }
        }
        held.forEach((key, entry) -> {
            if (!published.contains(key)) {
                findings.entry(entry, "holds a decision that was never published");
            }
        });
    }

    /** The journal tells of each decision what was decided and why; of a request's own one everything else too. */
    private static boolean agree(Decision decision, JournalEntry entry) {
        boolean isTold = entry.getOutcomes().stream()
                .anyMatch(outcome -> outcome.getRequestDigest().equals(decision.getRequestDigest())
                        && Objects.equals(outcome.getRequestId(), decision.getRequestId())
                        && Objects.equals(outcome.getAgent(), decision.getAgent())
                        && outcome.getOutcome() == decision.getOutcome()
                        && outcome.getReason() == decision.getReason());
        return isTold
                && (entry.getKind() != EventKind.REQUEST
                        || (entry.getLimits().equals(decision.getLimits())
                                && Objects.equals(entry.getRule(), decision.getRule())
                                && entry.getReason() == decision.getReason()));
    }

    private static String key(JournalEntry entry, String hash) {
        return entry.getDomain() + " " + entry.getSeq() + " " + hash;
    }

    private static Topic topic(Outcome outcome) {
        return switch (outcome) {
            case APPROVED -> Topic.APPROVED;
            case DENIED -> Topic.DENIED;
            case PENDING -> Topic.PENDING;
        };
    }
}
