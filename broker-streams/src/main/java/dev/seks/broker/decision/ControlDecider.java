// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.schemas.catalogue.Names;
import dev.seks.schemas.record.AuthMethod;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.ControlKind;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.WireException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries out what operators order, as they have signed it. What it does not know changes nothing and is journalled. */
final class ControlDecider {
    /** The most freezes in force at once in a domain. */
    static final int MAX_FREEZES = 100;

    /** The most orders within the time in which they are fresh. */
    static final int MAX_ORDERS = 200;

    /** How many open requests one order is held against. */
    static final int MAX_REVIEWED = 1000;

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
            if (!control.getDomain().equals(entry.domain())) {
                entry.explain("the order is of no domain known here, so nothing is done");
            } else if (mayOrder(entry, control, proven) && isNew(entry, event, control)) {
                obey(state, entry, control, proven);
            }
        } catch (WireException e) {
            entry.explain("the order is unreadable: " + e.getMessage());
        }
        return entry.close();
    }

    /** An operator orders in their own name; a gateway hands over what an agent may do with its own requests. */
    private static boolean mayOrder(Entry entry, Control control, Proof.Proven proven) {
        boolean byGateway = proven.method() == AuthMethod.GATEWAY;
        if (byGateway
                ? control.getKind() == ControlKind.CANCEL
                : control.getPerson().equals(proven.owner())) {
            return true;
        }
        entry.refused(
                Reason.NOT_AUTHENTICATED,
                byGateway
                        ? "the order is a gateway's, expected one to cancel"
                        : "the order is signed with a key of " + proven.owner() + ", expected one of whom it names");
        return false;
    }

    /** INVARIANT: an order counts once, and only within two minutes of being given: no old one can be played again. */
    private static boolean isNew(Entry entry, Event event, Control control) {
        Duration apart = Duration.between(control.getGivenAt(), entry.at()).abs();
        if (apart.compareTo(Intake.FRESHNESS) > 0) {
            entry.refused(
                    Reason.STALE,
                    "the order was given " + apart.toSeconds() + " s from when it was logged, expected at most "
                            + Intake.FRESHNESS.toSeconds() + " s");
            return false;
        }
        Order order = Order.of(event, control);
        if (entry.state().orders().contains(order)) {
            entry.explain("the order was given before, so nothing is done");
            return false;
        }
        if (entry.state().orders().size() >= MAX_ORDERS) {
            entry.explain("the order is refused, expected at most " + MAX_ORDERS + " within "
                    + Intake.FRESHNESS.toSeconds() + " s");
            return false;
        }
        entry.change(entry.state().withOrder(order));
        return true;
    }

    private void obey(State state, Entry entry, Control control, Proof.Proven proven) {
        switch (control.getKind()) {
            case FREEZE -> freeze(state, entry, control);
            case UNFREEZE -> unfreeze(entry, control);
            case CANCEL -> cancel(state, entry, control, proven);
            case REVOKE_GRANT, RESOLVE, UNKNOWN ->
                entry.explain("an order that this version does not know, so nothing is done");
        }
    }

    private void freeze(State state, Entry entry, Control control) {
        Freeze freeze = freeze(control);
        if (freeze == null || entry.state().freezes().size() >= MAX_FREEZES) {
            entry.explain(
                    "freeze refused, expected an agent's or a service's name and at most " + MAX_FREEZES + " freezes");
            return;
        }
        List<Freeze> freezes = new ArrayList<>(entry.state().freezes());
        freezes.remove(freeze);
        freezes.add(freeze);
        entry.change(entry.state().withFreezes(freezes));
        entry.explain(freeze.described() + " is frozen");
        for (Decision waiting : state.open(entry.domain(), MAX_REVIEWED)) {
            CapabilityRequest request = Waiting.request(codecs.request(), waiting);
            if (freeze.covers(request.getAgent(), request.getService())) {
                Waiting.deny(
                        entry,
                        waiting,
                        state.policy(entry.domain()),
                        Evaluation.Refused.of(Reason.FROZEN, freeze.described() + " is frozen"));
            }
        }
    }

    private static void unfreeze(Entry entry, Control control) {
        Freeze freeze = freeze(control);
        List<Freeze> freezes = new ArrayList<>(entry.state().freezes());
        boolean lifted = freeze != null && freezes.remove(freeze);
        entry.change(entry.state().withFreezes(freezes));
        entry.explain(lifted ? freeze.described() + " is no longer frozen" : "nothing of that name was frozen");
    }

    private static void cancel(State state, Entry entry, Control control, Proof.Proven proven) {
        for (Decision waiting : state.open(entry.domain(), MAX_REVIEWED)) {
            boolean mayCancel =
                    proven.method() != AuthMethod.GATEWAY || control.getPerson().equals(waiting.getAgent());
            if (mayCancel && waiting.getRequestDigest().equals(control.getRequestDigest())) {
                Waiting.deny(
                        entry,
                        waiting,
                        state.policy(entry.domain()),
                        Evaluation.Refused.of(Reason.CANCELLED, "it was cancelled before anybody had approved it"));
                return;
            }
        }
        entry.explain("no open request has the digest to be cancelled");
    }

    private static @Nullable Freeze freeze(Control control) {
        boolean named = (control.getAgent() == null || Names.isAgent(control.getAgent()))
                && (control.getService() == null || Names.isService(control.getService()));
        return named ? new Freeze(control.getAgent(), control.getService()) : null;
    }
}
