// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.broker.limit.LimitOutcome;
import dev.seks.broker.limit.Look;
import dev.seks.broker.policy.Rule;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.LimitUse;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.RuleReference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes decision records: what every decision has in common, then what each outcome adds. */
final class Decisions {
    /** So many of the rules that determine a decision are cited, the first in the file: a record has its bounds. */
    static final int MOST_RULES = 100;

    private Decisions() {}

    /** The first decision about {@code subject}. */
    static Decision of(
            Entry entry, Subject subject, @Nullable ActivePolicy policy, Evaluation evaluation, List<LimitUse> limits) {
        Decision.Builder decision = begun(entry, subject, evaluation.rules()).setLimits(limits);
        under(policy, decision);
        conclude(decision, evaluation, policy, subject.bytes());
        grant(entry, decision, evaluation);
        return decision.build();
    }

    /** What an approval at first sight does to the agent's grants. */
    private static void grant(Entry entry, Decision.Builder decision, Evaluation evaluation) {
        if (evaluation instanceof Evaluation.Granted granted) {
            entry.keep(entry.grants(decision.getAgent()).using(granted.grant()));
        } else if (evaluation instanceof Evaluation.Allowed allowed
                && allowed.grant().isAsked()) {
            Granting.allow(entry, decision, allowed.grant());
            decision.setExplanation(
                    decision.getExplanation() + "; " + Granting.told(decision.getGrant(), allowed.grant()));
        }
    }

    /** A denial because some limit has no room. */
    static Decision held(
            Entry entry, Subject subject, ActivePolicy policy, Evaluation evaluation, LimitOutcome.Held held) {
        Look first = held.first();
        boolean never = held.retryAfterMs() == LimitOutcome.Held.NEVER;
        String wait =
                never ? "; it never has room for this request" : "; there is room in " + held.retryAfterMs() + " ms";
        return denied(begun(entry, subject, evaluation.rules()), policy, AppliedLimits.reason(first))
                .setLimits(uses(held.looks()))
                .setExplanation(AppliedLimits.told(first) + wait)
                .setRetryAfterMs(never ? null : held.retryAfterMs())
                .build();
    }

    /** A denial because as many requests of the agent wait for people as may. */
    static Decision crowded(Entry entry, Subject subject, ActivePolicy policy, Evaluation evaluation, Backlog waiting) {
        long untilOneExpires =
                Math.max(1, Duration.between(entry.at(), waiting.firstExpiry()).toMillis());
        return denied(begun(entry, subject, evaluation.rules()), policy, Reason.RATE_LIMITED)
                .setLimits(List.of())
                .setExplanation(waiting.size() + " of " + policy.rules().maxOpenApprovals()
                        + " requests of this agent wait for people already (defaults.max_open_approvals); there is room"
                        + " when one of them is decided, at the latest in " + untilOneExpires + " ms")
                .setRetryAfterMs(untilOneExpires)
                .build();
    }

    private static Decision.Builder denied(Decision.Builder decision, ActivePolicy policy, Reason reason) {
        under(policy, decision);
        return decision.setOutcome(Outcome.DENIED).setReason(reason);
    }

    /** What a request that waited became, under the policy in force now: whatever is not set anew stays as it was. */
    static Decision.Builder after(Entry entry, Decision waited, @Nullable ActivePolicy policy) {
        Decision.Builder decision = Decision.newBuilder()
                .setDomain(entry.domain())
                .setSeq(entry.seq())
                .setRequestId(waited.getRequestId())
                .setAgent(waited.getAgent())
                .setService(waited.getService())
                .setAction(waited.getAction())
                .setRequest(waited.getRequest())
                .setRequestDigest(waited.getRequestDigest())
                .setRequestCoordinates(waited.getRequestCoordinates())
                .setOutcome(waited.getOutcome())
                .setReason(waited.getReason())
                .setExplanation(waited.getExplanation())
                .setRules(waited.getRules())
                .setRule(waited.getRule())
                .setLimits(List.of())
                .setApproval(waited.getApproval())
                .setAuthMethod(waited.getAuthMethod())
                .setAuthenticatedBy(waited.getAuthenticatedBy())
                .setDecidedAt(entry.at());
        under(policy, decision);
        return decision;
    }

    /** Adds outcome, reason, explanation, rules and what the outcome carries; limits are not looked at again. */
    static Decision.Builder conclude(
            Decision.Builder decision,
            Evaluation evaluation,
            @Nullable ActivePolicy policy,
            byte @Nullable [] request) {
        rules(decision.setExplanation(evaluation.explanation()), evaluation.rules());
        if (evaluation instanceof Evaluation.Refused refused) {
            return decision.setOutcome(Outcome.DENIED)
                    .setReason(refused.reason())
                    .setRequest(null);
        }
        decision.setRequest(ByteBuffer.wrap(request));
        if (evaluation instanceof Evaluation.Asked asked) {
            return decision.setOutcome(Outcome.PENDING)
                    .setReason(Reason.APPROVAL_REQUIRED)
                    .setApproval(asked.approval());
        }
        if (evaluation instanceof Evaluation.Granted granted) {
            decision.setReason(Reason.ALLOWED_BY_GRANT)
                    .setGrantId(granted.grant().id());
        } else {
            decision.setReason(Reason.ALLOWED_BY_RULE);
        }
        return decision.setOutcome(Outcome.APPROVED)
                .setExecuteWithinMs(policy.rules().executeWithin().toMillis());
    }

    static List<LimitUse> uses(List<Look> looks) {
        return looks.stream()
                .map(look ->
                        new LimitUse(look.name(), look.key(), look.used(), look.max(), look.windowMs(), look.weight()))
                .toList();
    }

    private static Decision.Builder begun(Entry entry, Subject subject, List<Rule> rules) {
        Decision.Builder decision = Decision.newBuilder()
                .setDomain(entry.domain())
                .setSeq(entry.seq())
                .setRequestDigest(subject.digest())
                .setRequestCoordinates(subject.coordinates())
                .setDecidedAt(entry.at());
        Proof.Proven proof = subject.proof();
        if (proof != null) {
            decision.setAuthMethod(proof.method()).setAuthenticatedBy(proof.keyId());
        }
        CapabilityRequest request = subject.request();
        if (request != null) {
            decision.setRequestId(request.getRequestId())
                    .setAgent(request.getAgent())
                    .setService(request.getService())
                    .setAction(request.getAction());
        }
        return rules(decision, rules);
    }

    private static Decision.Builder rules(Decision.Builder decision, List<Rule> rules) {
        return decision.setRule(rules.isEmpty() ? null : rules.get(0).path())
                .setRules(rules.stream()
                        .limit(MOST_RULES)
                        .map(rule -> new RuleReference(rule.path(), rule.file(), rule.line()))
                        .toList());
    }

    private static void under(@Nullable ActivePolicy policy, Decision.Builder decision) {
        if (policy != null) {
            decision.setPolicyVersion(policy.version())
                    .setPolicyDigest(policy.policyDigest())
                    .setBundleDigest(policy.bundleDigest());
        }
    }
}
