// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.Tick;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.WireException;
import java.util.List;

/** Ends what has expired when a tick says that time has passed; the tick's append time is the time, not its content. */
final class TickDecider {
    /** How many requests one tick ends at most; where more are due the next tick follows at once. */
    static final int MAX_ENDED = 1000;

    private final Codecs codecs;

    TickDecider(Codecs codecs) {
        this.codecs = codecs;
    }

    List<Effect> decide(State state, Event event) {
        Entry entry = Entry.begin(codecs, state, Home.of(state, event), event);
        try {
            Tick tick = codecs.tick().decode(event.value());
            if (!tick.getDomain().equals(entry.domain())) {
                entry.explain("the tick is of no domain known here, so nothing is due");
            } else {
                end(state, entry);
            }
        } catch (WireException e) {
            entry.explain("the tick is unreadable: " + e.getMessage());
        }
        return entry.close();
    }

    private static void end(State state, Entry entry) {
        List<Decision> due = state.expired(entry.domain(), entry.at(), MAX_ENDED);
        for (Decision waiting : due) {
            Waiting.deny(entry, waiting, state.policy(entry.domain()), expired(waiting));
        }
        if (due.isEmpty()) {
            entry.explain("nothing was due");
        }
    }

    static Evaluation.Refused expired(Decision waiting) {
        return new Evaluation.Refused(
                Reason.APPROVAL_EXPIRED,
                "nobody approved it before " + waiting.getApproval().getExpiresAt(),
                List.of());
    }
}
