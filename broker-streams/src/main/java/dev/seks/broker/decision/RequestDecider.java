// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.broker.limit.LimitOutcome;
import dev.seks.broker.limit.Limiter;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.wire.Codecs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides a record of the request topic, whatever it holds: it always gets an answer. */
final class RequestDecider {
    private final Codecs codecs;
    private final Intake intake;

    RequestDecider(Codecs codecs, Authentication authentication) {
        this.codecs = codecs;
        this.intake = new Intake(codecs.request(), authentication);
    }

    List<Effect> decide(State state, Event event) {
        Intake.Read read = intake.read(state, event);
        return read instanceof Intake.Read.Request usable
                ? decide(state, event, usable)
                : refuse(state, event, (Intake.Read.Unusable) read);
    }

    private List<Effect> refuse(State state, Event event, Intake.Read.Unusable unusable) {
        String domain = unusable.isOfItsDomain() ? Home.of(state, event) : Home.pseudoDomain(event);
        Subject subject = Subject.of(event, unusable.request(), unusable.proof());
        Entry entry = Entry.begin(codecs, state, domain, event).about(unusable.request(), subject.digest());
        entry.publishOnly(Decisions.of(
                entry,
                subject,
                state.policy(domain),
                Evaluation.Refused.of(unusable.reason(), unusable.explanation()),
                List.of()));
        return entry.close();
    }

    private List<Effect> decide(State state, Event event, Intake.Read.Request usable) {
        CapabilityRequest request = usable.request();
        Subject subject = Subject.of(event, request, usable.proof());
        Entry entry = Entry.begin(codecs, state, Home.of(state, event), event).about(request, subject.digest());
        RequestKey key = new RequestKey(entry.domain(), request.getAgent(), request.getRequestId());
        Answer first = firstAnswer(state, key, entry);
        if (first == null) {
            settle(state, entry, key, subject);
        } else if (first.requestDigest().equals(subject.digest())) {
            entry.repeat(request, subject.digest(), first);
        } else {
            entry.publishOnly(Decisions.of(
                    entry,
                    subject,
                    state.policy(entry.domain()),
                    Evaluation.Refused.of(
                            Reason.REPLAY_CONFLICT,
                            "request id " + request.getRequestId() + " was used before for other content"),
                    List.of()));
        }
        return entry.close();
    }

    private static @Nullable Answer firstAnswer(State state, RequestKey key, Entry entry) {
        Decision open = state.pending(key);
        if (open != null) {
            return Answer.of(open);
        }
        Answer answer = state.answer(key);
        return answer != null && answer.isRememberedAt(entry.at()) ? answer : null;
    }

    private static void settle(State state, Entry entry, RequestKey key, Subject subject) {
        Decision decision = decision(state, entry, subject);
        byte[] value = entry.publishOnly(decision);
        if (decision.getOutcome() == Outcome.PENDING) {
            entry.add(new Effect.Open(key, decision, value));
        } else if (Home.isKnown(state, entry.domain())) {
            entry.add(new Effect.Remember(key, Answer.of(decision)));
        }
    }

    /** INVARIANT: no agent has more requests waiting than the policy in force lets it; one too many takes of no limit. */
    private static Decision decision(State state, Entry entry, Subject subject) {
        ActivePolicy policy = state.policy(entry.domain());
        String staleness = Intake.staleness(subject.request(), entry.at());
        Evaluation evaluation = staleness == null
                ? evaluated(entry, policy, subject.request())
                : Evaluation.Refused.of(Reason.STALE, staleness);
        if (evaluation instanceof Evaluation.Refused) {
            return Decisions.of(entry, subject, policy, evaluation, List.of());
        }
        if (evaluation instanceof Evaluation.Asked) {
            Backlog waiting = state.backlog(entry.domain(), subject.request().getAgent());
            if (waiting.size() >= policy.rules().maxOpenApprovals()) {
                return Decisions.crowded(entry, subject, policy, evaluation, waiting);
            }
        }
        return limited(state, entry, subject, evaluation);
    }

    private static Evaluation evaluated(Entry entry, @Nullable ActivePolicy policy, CapabilityRequest request) {
        GrantBook grants = entry.grants(request.getAgent());
        Evaluation evaluation = Evaluator.evaluate(entry.state(), policy, request, grants, entry.at());
        if (request.getGrant() == null || evaluation instanceof Evaluation.Refused) {
            return evaluation;
        }
        return Granting.lackOfRoom(entry, request.getAgent())
                .<Evaluation>map(full -> Evaluation.Refused.of(Reason.RATE_LIMITED, full))
                .orElse(evaluation);
    }

    /** All limits together: the request is counted in every window, or in none. */
    private static Decision limited(State state, Entry entry, Subject subject, Evaluation evaluation) {
        ActivePolicy policy = state.policy(entry.domain());
        AppliedLimits limits;
        LimitOutcome outcome;
        try {
            limits = AppliedLimits.of(policy, subject.request());
            outcome = Limiter.check(limits.accounts(state, entry), entry.at().toEpochMilli());
        } catch (RuntimeException e) {
            Evaluation failed = Evaluator.failed(entry.state(), subject.request(), e);
            return Decisions.of(entry, subject, policy, failed, List.of());
        }
        if (outcome instanceof LimitOutcome.Held held) {
            return Decisions.held(entry, subject, policy, evaluation, held);
        }
        LimitOutcome.Admitted admitted = (LimitOutcome.Admitted) outcome;
        limits.keep(admitted.books(), entry);
        return Decisions.of(entry, subject, policy, evaluation, Decisions.uses(admitted.looks()));
    }
}
