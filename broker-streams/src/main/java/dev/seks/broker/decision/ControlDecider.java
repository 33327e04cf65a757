// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.schemas.catalogue.Names;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries out what operators order. What it does not know changes nothing and is journalled. */
final class ControlDecider {
    /** The most freezes in force at once in a domain. */
    static final int MAX_FREEZES = 100;

    /** How many open requests one order is held against. */
    static final int MAX_REVIEWED = 1000;

    private final Codecs codecs;

    ControlDecider(Codecs codecs) {
        this.codecs = codecs;
    }

    List<Effect> decide(State state, Event event) {
        Entry entry = Entry.begin(codecs, state, Home.of(state, event), event);
        try {
            Control control = codecs.control().decode(event.value());
            if (!control.getDomain().equals(entry.domain())) {
                entry.explain("the order is of no domain known here, so nothing is done");
            } else {
                obey(state, entry, control);
            }
        } catch (WireException e) {
            entry.explain("the order is unreadable: " + e.getMessage());
        }
        return entry.close();
    }

    private void obey(State state, Entry entry, Control control) {
        switch (control.getKind()) {
            case FREEZE -> freeze(state, entry, control);
            case UNFREEZE -> unfreeze(entry, control);
            case CANCEL -> cancel(state, entry, control);
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

    private static void cancel(State state, Entry entry, Control control) {
        for (Decision waiting : state.open(entry.domain(), MAX_REVIEWED)) {
            if (waiting.getRequestDigest().equals(control.getRequestDigest())) {
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
