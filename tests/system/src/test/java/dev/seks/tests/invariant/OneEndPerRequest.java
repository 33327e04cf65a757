// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.JournalOutcome;
import dev.seks.schemas.record.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * I4: every record of the request topic, readable or not, gets exactly one first decision and in the end exactly one
 * final state; a repeat gets the first answer in the journal and nothing else.
 */
final class OneEndPerRequest implements Invariant {
    private record Number(String domain, long seq) {}

    @Override
    public String number() {
        return "I4";
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        new Check(evidence, findings).run();
    }

    private static final class Check {
        private final Evidence evidence;
        private final Findings findings;
        private final Map<Place, List<Logged<JournalEntry>>> entries;
        private final Map<Number, Logged<JournalEntry>> bySeq = new HashMap<>();
        private final Map<Place, List<Logged<Decision>>> decisions;
        private final Map<Number, List<Logged<ExecutionResult>>> results;

        Check(Evidence evidence, Findings findings) {
            this.evidence = evidence;
            this.findings = findings;
            this.entries = evidence.log().journal().stream()
                    .filter(entry -> entry.said().getKind() == EventKind.REQUEST)
                    .collect(
                            Collectors.groupingBy(entry -> Place.of(entry.said().getCause())));
            evidence.log()
                    .journal()
                    .forEach(entry -> bySeq.putIfAbsent(
                            new Number(entry.said().getDomain(), entry.said().getSeq()), entry));
            this.decisions = evidence.log().decisions().stream()
                    .collect(Collectors.groupingBy(
                            decision -> Place.of(decision.said().getRequestCoordinates())));
            this.results = evidence.log().results().stream()
                    .collect(Collectors.groupingBy(result ->
                            new Number(result.said().getDomain(), result.said().getSeq())));
        }

        void run() {
            evidence.log().requests().forEach(this::request);
            evidence.log().lateNotes().forEach(this::note);
            results.values().forEach(ofOne -> {
                if (ofOne.size() > 1) {
                    findings.result(
                            ofOne.get(1),
                            "a second result, the first stands at "
                                    + ofOne.get(0).place());
                }
            });
        }

        /** A note alone is no end. */
        private void note(Logged<ExecutionResult> note) {
            Number of = new Number(note.said().getDomain(), note.said().getSeq());
            if (!results.containsKey(of) && evidence.isQuiescent()) {
                findings.result(note, "a late note beside no result");
            }
        }

        private void request(Logged<CapabilityRequest> request) {
            List<Logged<JournalEntry>> found = entries.getOrDefault(request.place(), List.of());
            if (found.size() > 1) {
                findings.entry(found.get(1), "a second entry about " + request.place());
            } else if (found.isEmpty() && evidence.isQuiescent()) {
                findings.record(request.raw(), "never decided");
            } else if (!found.isEmpty()) {
                answered(request, found.get(0));
            }
        }

        private void answered(Logged<CapabilityRequest> request, Logged<JournalEntry> entry) {
            List<JournalOutcome> outcomes = entry.said().getOutcomes();
            if (outcomes.size() != 1) {
                findings.entry(entry, outcomes.size() + " outcomes for one request, expected 1");
                return;
            }
            if (!outcomes.get(0).getRequestDigest().equals(request.digest())) {
                findings.entry(entry, "answers other bytes than stand at " + request.place());
            }
            List<Logged<Decision>> made = decisions.getOrDefault(request.place(), List.of());
            Long firstSeq = outcomes.get(0).getFirstSeq();
            if (firstSeq == null) {
                first(request, entry, made);
            } else {
                repeat(entry, firstSeq, made);
            }
        }

        private void repeat(Logged<JournalEntry> entry, long firstSeq, List<Logged<Decision>> made) {
            Logged<JournalEntry> first = bySeq.get(new Number(entry.said().getDomain(), firstSeq));
            String digest = entry.said().getOutcomes().get(0).getRequestDigest();
            boolean isThere = first != null
                    && firstSeq < entry.said().getSeq()
                    && first.said().getOutcomes().stream()
                            .anyMatch(outcome -> outcome.getRequestDigest().equals(digest));
            if (!isThere) {
                findings.entry(entry, "a repeat of seq " + firstSeq + ", where no such request was answered before");
            }
            made.forEach(decision -> findings.decision(decision, "a decision of its own for a repeat"));
        }

        private void first(Logged<CapabilityRequest> request, Logged<JournalEntry> entry, List<Logged<Decision>> made) {
            long seq = entry.said().getSeq();
            long firsts = made.stream()
                    .filter(decision -> decision.said().getSeq() == seq)
                    .count();
            if (firsts != 1) {
                findings.entry(entry, firsts + " first decisions about " + request.place() + ", expected 1");
            }
            for (Logged<Decision> decision : made) {
                if (decision.said().getSeq() < seq) {
                    findings.decision(decision, "decided before its request came in with seq " + seq);
                }
                if (!decision.said().getRequestDigest().equals(request.digest())) {
                    findings.decision(decision, "decides other bytes than stand at " + request.place());
                }
            }
            ends(entry, made);
        }

        private void ends(Logged<JournalEntry> entry, List<Logged<Decision>> made) {
            List<Logged<Decision>> ends = made.stream()
                    .filter(decision -> decision.said().getOutcome() != Outcome.PENDING)
                    .toList();
            if (ends.size() > 1) {
                findings.decision(
                        ends.get(1), "decided again, after " + ends.get(0).place());
            } else if (ends.isEmpty() && evidence.isQuiescent()) {
                findings.entry(entry, "still PENDING, expected an end");
            } else if (!ends.isEmpty()) {
                ended(ends.get(0), made);
            }
        }

        private void ended(Logged<Decision> end, List<Logged<Decision>> made) {
            made.stream()
                    .filter(decision -> decision.said().getSeq() > end.said().getSeq())
                    .forEach(decision -> findings.decision(decision, "PENDING after it had ended at " + end.place()));
            int finished = results.getOrDefault(
                            new Number(end.said().getDomain(), end.said().getSeq()), List.of())
                    .size();
            boolean isApproved = end.said().getOutcome() == Outcome.APPROVED;
            if (isApproved && finished == 0 && evidence.isQuiescent()) {
                findings.decision(end, "APPROVED and without a result, expected one");
            }
            if (!isApproved && finished > 0) {
                findings.decision(end, "DENIED and yet it has a result");
            }
        }
    }
}
