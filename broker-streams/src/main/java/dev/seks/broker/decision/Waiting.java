// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.schemas.approval.Escalations;
import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.wire.RecordCodec;
import dev.seks.schemas.wire.WireException;
import java.time.Instant;
import java.util.List;

/** What may become of a request that waits for people. */
final class Waiting {

    private Waiting() {}

    static RequestKey key(Decision waiting) {
        return new RequestKey(waiting.getDomain(), waiting.getAgent(), waiting.getRequestId());
    }

    /** When it was asked, by the log. */
    static Instant asked(Decision waiting) {
        return waiting.getRequestCoordinates().getAppendTime();
    }

    /** Publishes what became of it; a final outcome closes and remembers it, a PENDING one keeps it open. */
    static void publish(Entry entry, Decision next) {
        byte[] value = entry.publish(next);
        RequestKey key = key(next);
        if (next.getOutcome() == Outcome.PENDING) {
            entry.add(new Effect.Open(key, next, value));
        } else {
            entry.add(new Effect.Close(key, next));
            entry.add(new Effect.Remember(key, Answer.of(next)));
        }
    }

    /** Denies it without people having denied it: expired, cancelled, frozen, or by a new policy. */
    static void deny(Entry entry, Decision waiting, ActivePolicy policy, Evaluation.Refused why) {
        publish(
                entry,
                Decisions.conclude(Decisions.after(entry, waiting, policy), why, policy, null)
                        .build());
    }

    /** Publishes what a request that waits becomes under the policy in force, with the verdicts so far. */
    static void weigh(Entry entry, Decision.Builder next, ActivePolicy policy, Evaluation now) {
        if (!(now instanceof Evaluation.Asked asked)) {
            publish(entry, Decisions.conclude(next, now, policy, null).build());
            return;
        }
        Approval approval = asked.approval();
        List<String> people = List.copyOf(Seats.approving(approval));
        next.setApproval(approval);
        if (Seats.areFilled(approval)) {
            next.setOutcome(Outcome.APPROVED)
                    .setReason(Reason.APPROVED_BY_PEOPLE)
                    .setExplanation("approved by " + String.join(", ", people)
                            + Granting.approve(entry, next, asked.grant(), approval))
                    .setExecuteWithinMs(policy.rules().executeWithin().toMillis());
        } else {
            next.setExplanation(
                    people.size() + " of " + approval.getQuorum() + " approvals are given" + askedToo(approval));
        }
        publish(entry, next.build());
    }

    private static String askedToo(Approval approval) {
        return Escalations.taken(approval)
                .map(step -> "; asked too since " + step.at() + ": " + String.join(", ", step.groups()))
                .orElse("");
    }

    /** The bytes that were logged, and that people judge. */
    static byte[] bytes(Decision waiting) {
        byte[] bytes = new byte[waiting.getRequest().remaining()];
        waiting.getRequest().duplicate().get(bytes);
        return bytes;
    }

    /** The request that waits; it was decoded before it was let in. */
    static CapabilityRequest request(RecordCodec<CapabilityRequest> codec, Decision waiting) {
        try {
            return codec.decode(bytes(waiting));
        } catch (WireException e) {
            throw new IllegalStateException("a request that waits is unreadable, expected the bytes it came with", e);
        }
    }
}
