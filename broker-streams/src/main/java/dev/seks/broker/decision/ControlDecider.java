// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.schemas.catalogue.Names;
import dev.seks.schemas.control.Freeze;
import dev.seks.schemas.control.Orders;
import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.AuthMethod;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.GrantEndCause;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.Resolution;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.WireException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Carries out what operators order, as they have signed it. What it does not know changes nothing and is journalled. */
final class ControlDecider {
    /** How many open requests one freeze ends; the others are denied when people approve them while it lasts. */
    static final int MAX_REVIEWED = 1000;

    /** The longest comment on a call that somebody resolves, in characters. */
    static final int MAX_COMMENT_LENGTH = 2000;

    private final Codecs codecs;
    private final Authentication authentication;

    ControlDecider(Codecs codecs, Authentication authentication) {
        this.codecs = codecs;
        this.authentication = authentication;
    }

    List<Effect> decide(State state, Event event) {
        Proof proof = authentication.pinned(event, RecordKind.CONTROL);
        if (!(proof instanceof Proof.Proven proven)) {
            return Entry.refuse(codecs, state, event, "order", (Proof.Missing) proof);
        }
        Entry entry = Entry.begin(codecs, state, Home.of(state, event), event);
        try {
            Control control = codecs.control().decode(event.value());
            if (control.getDomain().equals(entry.domain())) {
                take(state, entry, control, event, proven);
            } else {
                entry.refused(Reason.MALFORMED, "the order is of no domain known here, so nothing is done");
            }
        } catch (WireException e) {
            entry.refused(Reason.MALFORMED, "the order is unreadable: " + e.getMessage());
        }
        return entry.close();
    }

    private void take(State state, Entry entry, Control control, Event event, Proof.Proven proven) {
        String owner = proven.method() == AuthMethod.GATEWAY ? null : proven.owner();
        Optional<String> objection = Orders.objection(control, owner);
        if (objection.isPresent()) {
            entry.refused(Reason.NOT_AUTHENTICATED, objection.get());
            return;
        }
        Orders.Taken taken = entry.state().orders().take(control, event.value(), entry.at());
        entry.change(entry.state().withOrders(taken.orders()));
        if (taken.counts()) {
            entry.explain(taken.told());
            obey(state, entry, control, proven);
        } else {
            entry.refused(taken.refusal(), taken.told());
        }
    }

    private static void obey(State state, Entry entry, Control control, Proof.Proven proven) {
        switch (control.getKind()) {
            case FREEZE -> Freeze.of(control).ifPresent(freeze -> endWhatIsFrozen(state, entry, freeze));
            case UNFREEZE -> {}
            case CANCEL -> cancel(state, entry, control, proven);
            case RESOLVE -> resolve(state, entry, control);
            case REVOKE_GRANT -> revoke(entry, control);
            case UNKNOWN ->
                entry.refused(Reason.MALFORMED, "an order that this version does not know, so nothing is done");
        }
    }

    private static void endWhatIsFrozen(State state, Entry entry, Freeze freeze) {
        for (Decision waiting : state.open(entry.domain(), freeze, MAX_REVIEWED)) {
            Waiting.deny(
                    entry,
                    waiting,
                    state.policy(entry.domain()),
                    Evaluation.Refused.of(Reason.FROZEN, freeze.described() + " is frozen"));
        }
    }

    private static void cancel(State state, Entry entry, Control control, Proof.Proven proven) {
        String digest = control.getRequestDigest();
        Decision waiting = digest == null ? null : state.waiting(entry.domain(), digest);
        boolean mayCancel = waiting != null
                && (proven.method() != AuthMethod.GATEWAY || control.getPerson().equals(waiting.getAgent()));
        if (mayCancel) {
            Waiting.deny(
                    entry,
                    waiting,
                    state.policy(entry.domain()),
                    Evaluation.Refused.of(Reason.CANCELLED, "it was cancelled before anybody had approved it"));
        } else {
            entry.explain("no open request has the digest to be cancelled");
        }
    }

    private static void revoke(Entry entry, Control control) {
        String id = control.getGrantId();
        if (id == null || !Digest.isHex(id)) {
            entry.refused(Reason.MALFORMED, "no grant is revoked: expected its id, the digest of a request");
            return;
        }
        for (GrantBook book : entry.holders()) {
            for (Grant grant : book.grants()) {
                if (grant.id().equals(id)) {
                    entry.end(book.agent(), grant, GrantEndCause.REVOKED, control.getPerson());
                    entry.explain(control.getPerson() + " revoked grant " + id + " of agent " + book.agent());
                    return;
                }
            }
        }
        entry.explain("no grant that holds has the id to be revoked");
    }

    /**
     * Notes what a person found out about a call of unknown outcome. It is a note: the result that the executor gave stands,
     * and the state machine, which sees no results, does not judge whether there was such a call.
     */
    private static void resolve(State state, Entry entry, Control control) {
        String digest = control.getRequestDigest();
        String agent = control.getAgent();
        String requestId = control.getRequestId();
        String fault = fault(control);
        if (fault != null) {
            entry.refused(Reason.MALFORMED, "the outcome is not resolved: " + fault);
            return;
        }
        entry.about(agent, requestId, digest);
        RequestKey key = new RequestKey(entry.domain(), agent, requestId);
        Answer kept = state.answer(key);
        Answer answer = kept != null && kept.isRememberedAt(entry.at()) ? kept : null;
        boolean otherwise = state.pending(key) != null
                || (answer != null
                        && (answer.outcome() != Outcome.APPROVED
                                || !answer.requestDigest().equals(digest)));
        if (otherwise) {
            entry.refused(Reason.REPLAY_CONFLICT, "the outcome is not resolved: that request was not approved");
            return;
        }
        String resolved = control.getPerson() + " found that the call " + control.getResolution();
        entry.explain(answer == null ? resolved + "; its request is no longer remembered" : resolved);
    }

    private static @Nullable String fault(Control control) {
        if (control.getRequestDigest() == null || !Digest.isHex(control.getRequestDigest())) {
            return "expected the digest of a request";
        }
        if (control.getAgent() == null
                || !Names.isAgent(control.getAgent())
                || control.getRequestId() == null
                || !Names.isRequestId(control.getRequestId())) {
            return "expected the request's agent and id";
        }
        if (control.getResolution() == null || control.getResolution() == Resolution.UNKNOWN) {
            return "expected SUCCEEDED or FAILED";
        }
        String comment = control.getComment();
        return comment == null || comment.isBlank() || comment.length() > MAX_COMMENT_LENGTH
                ? "expected a comment of 1 to " + MAX_COMMENT_LENGTH + " characters"
                : null;
    }
}
