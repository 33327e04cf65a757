// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.schemas.catalogue.Names;
import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.GrantOffer;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.record.VerdictGiven;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts what people say.
 *
 * <p>INVARIANT: a verdict counts only as the domain's approval service has signed it, only for the exact bytes it names, from a person the decision asked, once, and before
 * the approval expires. One denial ends it. A revocation is no verdict about a request: {@link Revoking} takes it.
 */
final class VerdictDecider {
    /** The longest comment that a decision repeats, in characters. */
    static final int MAX_COMMENT_LENGTH = 2_000;

    /** So many verdicts keep their comments in a decision, the last ones. */
    static final int MOST_COMMENTS = 16;

    /** So many verdicts keep who vouched for the person: the last ones, and as many as a quorum can be. */
    static final int MOST_VOUCHERS = 100;

    private final Codecs codecs;
    private final Authentication authentication;

    VerdictDecider(Codecs codecs, Authentication authentication) {
        this.codecs = codecs;
        this.authentication = authentication;
    }

    List<Effect> decide(State state, Event event) {
        if (authentication.pinned(event, RecordKind.VERDICT) instanceof Proof.Missing missing) {
            return Entry.refuse(codecs, state, event, "verdict", missing);
        }
        Entry entry = Entry.begin(codecs, state, Home.of(state, event), event);
        try {
            Verdict verdict = codecs.verdict().decode(event.value());
            if (!verdict.getDomain().equals(entry.domain())) {
                entry.explain("the verdict is of no domain known here, so it counts for nothing");
            } else if (verdict.getVerdict() == VerdictChoice.REVOKE) {
                Revoking.revoke(state, entry, verdict);
            } else {
                weigh(state, entry, verdict);
            }
        } catch (WireException e) {
            entry.explain("the verdict is unreadable: " + e.getMessage());
        }
        return entry.close();
    }

    private void weigh(State state, Entry entry, Verdict verdict) {
        Decision waiting = state.pending(new RequestKey(entry.domain(), verdict.getAgent(), verdict.getRequestId()));
        if (waiting == null) {
            entry.explain("the verdict of " + quoted(verdict) + " is void: the request is not open");
        } else if (!waiting.getRequestDigest().equals(verdict.getRequestDigest())) {
            entry.explain("the verdict of " + quoted(verdict) + " is void: it names other bytes");
        } else {
            CapabilityRequest request = Waiting.request(codecs.request(), waiting);
            entry.about(request, waiting.getRequestDigest());
            count(state, entry, verdict, new Open(waiting, request));
        }
    }

    private record Open(Decision decision, CapabilityRequest request) {}

    private static void count(State state, Entry entry, Verdict verdict, Open open) {
        ActivePolicy policy = state.policy(entry.domain());
        Approval approval = open.decision().getApproval();
        Optional<String> excess = excess(verdict, approval, policy);
        if (!entry.at().isBefore(approval.getExpiresAt())) {
            entry.explain("the verdict of " + quoted(verdict) + " is void: it came after the approval had expired");
            Waiting.deny(entry, open.decision(), policy, TickDecider.expired(open.decision()));
        } else if (approval.getApprovers().stream()
                .noneMatch(group -> group.getPeople().contains(verdict.getPerson()))) {
            entry.explain("the verdict of " + quoted(verdict) + " is void: not among those who were asked");
        } else if (approval.getVerdicts().stream().anyMatch(given -> isLast(given, verdict, approval))) {
            entry.explain("the verdict of " + quoted(verdict) + " is void: they have given theirs before");
        } else if (!Seats.isSureEnough(approval, verdict.getChannel(), verdict.getVerdict())) {
            entry.explain("the approval of " + quoted(verdict) + " is void: it takes a person who signed on");
        } else if (excess.isPresent()) {
            entry.explain("the approval of " + quoted(verdict) + " is void: " + excess.get());
        } else {
            entry.explain(quoted(verdict) + " said " + verdict.getVerdict());
            conclude(entry, policy, open, with(approval, verdict, entry));
        }
    }

    /** INVARIANT: approval does not outrank the policy in force when it is complete; a deny wins even then. */
    private static void conclude(Entry entry, ActivePolicy policy, Open open, Approval approval) {
        Decision.Builder next = Decisions.after(entry, open.decision(), policy).setApproval(approval);
        List<VerdictGiven> given = approval.getVerdicts();
        VerdictGiven last = given.get(given.size() - 1);
        if (last.getVerdict() == VerdictChoice.APPROVE) {
            Waiting.weigh(
                    entry,
                    next,
                    policy,
                    Evaluator.evaluateAgain(
                            entry.state(), policy, open.request(), approval, Waiting.asked(open.decision())));
        } else {
            Waiting.publish(
                    entry,
                    next.setOutcome(Outcome.DENIED)
                            .setReason(Reason.DENIED_BY_PERSON)
                            .setExplanation(last.getPerson() + " denied it")
                            .setRequest(null)
                            .build());
        }
    }

    /**
     * Why the grant that an approval offers may not be given. Nothing of such an approval counts: it would not be what the
     * person said. A denial offers nothing.
     */
    private static Optional<String> excess(Verdict verdict, Approval approval, ActivePolicy policy) {
        GrantOffer offer = verdict.getGrant();
        if (offer == null || verdict.getVerdict() != VerdictChoice.APPROVE) {
            return Optional.empty();
        }
        return approval.getGrantable()
                ? GrantTerms.excess(offer, policy.rules().grantBounds())
                : Optional.of("it offers a grant, and the policy does not let this be granted");
    }

    /**
     * What a person says counts once, unless a new policy has taken away that it counts. Whoever has approved may still
     * deny while others are needed.
     */
    private static boolean isLast(VerdictGiven given, Verdict verdict, Approval approval) {
        return given.getPerson().equals(verdict.getPerson())
                && verdict.getVerdict() == VerdictChoice.APPROVE
                && Seats.isSureEnough(approval, given.getChannel(), given.getVerdict());
    }

    private static Approval with(Approval approval, Verdict verdict, Entry entry) {
        List<VerdictGiven> given = new ArrayList<>(approval.getVerdicts());
        given.removeIf(before -> before.getPerson().equals(verdict.getPerson()));
        Voucher voucher = Voucher.of(verdict);
        given.add(new VerdictGiven(
                verdict.getPerson(),
                verdict.getChannel(),
                verdict.getVerdict(),
                isKept(verdict.getComment()) ? verdict.getComment() : null,
                entry.at(),
                verdict.getVerdict() == VerdictChoice.APPROVE ? verdict.getGrant() : null,
                voucher.issuer(),
                voucher.subject()));
        shorten(given);
        return Approvals.with(approval, given);
    }

    private static boolean isKept(@Nullable String comment) {
        return comment != null && comment.length() <= MAX_COMMENT_LENGTH;
    }

    /** INVARIANT: a decision stays within what its topic takes; what is left out of it stands in the verdict. */
    private static void shorten(List<VerdictGiven> given) {
        for (int i = 0; i < given.size() - MOST_COMMENTS; i++) {
            boolean isVouched = i >= given.size() - MOST_VOUCHERS;
            VerdictGiven whole = given.get(i);
            given.set(
                    i,
                    new VerdictGiven(
                            whole.getPerson(),
                            whole.getChannel(),
                            whole.getVerdict(),
                            null,
                            whole.getAt(),
                            whole.getGrant(),
                            isVouched ? whole.getIssuer() : null,
                            isVouched ? whole.getSubject() : null));
        }
    }

    /** Who said it, as it may stand in a sentence. */
    static String quoted(Verdict verdict) {
        return Names.isPerson(verdict.getPerson()) ? verdict.getPerson() : "somebody whose name is out of form";
    }
}
