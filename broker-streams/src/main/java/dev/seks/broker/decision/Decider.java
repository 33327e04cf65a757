// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.schemas.wire.Codecs;
import java.util.List;

/**
 * Decides what follows from an event.
 *
 * <p>INVARIANT: the answer depends on the state, the event and the pinned keys alone. The same log gives the same decisions, byte for
 * byte, wherever and whenever it is read.
 */
public final class Decider {
    /** Rises when the same log may give other bytes than before. */
    public static final int VERSION = 8;

    private final RequestDecider requests;
    private final VerdictDecider verdicts;
    private final PolicyDecider policies;
    private final ControlDecider controls;
    private final TickDecider ticks;

    /** A state machine that believes those whom {@code trust} names; for use by one thread. */
    public Decider(Codecs codecs, Trust trust) {
        this(codecs, trust, SignatureCheck.of(trust.clusterId()));
    }

    /** The same, which has {@code signatures} say whether one fits. */
    public Decider(Codecs codecs, Trust trust, SignatureCheck signatures) {
        Authentication authentication = new Authentication(trust, signatures);
        this.requests = new RequestDecider(codecs, authentication);
        this.verdicts = new VerdictDecider(codecs, authentication);
        this.policies = new PolicyDecider(codecs, authentication);
        this.controls = new ControlDecider(codecs, authentication);
        this.ticks = new TickDecider(codecs);
    }

    /**
     * All that follows from {@code event}, in order; the last effects are the journal entry and the domain's new state.
     * No event is without effects.
     */
    public List<Effect> decide(State state, Event event) {
        return switch (event.kind()) {
            case REQUEST -> requests.decide(state, event);
            case VERDICT -> verdicts.decide(state, event);
            case POLICY -> policies.decide(state, event);
            case CONTROL -> controls.decide(state, event);
            case TICK -> ticks.decide(state, event);
            case UNKNOWN -> throw new IllegalArgumentException("an event of no kind, expected one of the inputs");
        };
    }
}
