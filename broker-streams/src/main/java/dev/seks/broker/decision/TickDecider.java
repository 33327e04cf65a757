// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.Tick;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.WireException;
import java.util.List;
import java.util.Set;

/**
 * Ends what has expired, and asks more people where nobody decides, when a tick says that time has passed; the tick's
 * append time is the time, not its content.
 */
final class TickDecider {
    /** How many requests one tick ends at most; where more are due the next tick follows at once. */
    static final int MAX_ENDED = 1000;

    /** How many requests one tick brings before more people at most, since each is published whole again. */
    static final int MAX_ESCALATED = 100;

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

    private void end(State state, Entry entry) {
        List<Decision> expired = state.expired(entry.domain(), entry.at(), MAX_ENDED);
        for (Decision waiting : expired) {
            Waiting.deny(entry, waiting, state.policy(entry.domain()), expired(waiting));
        }
        List<Decision> escalating = state.escalating(entry.domain(), entry.at(), MAX_ESCALATED).stream()
                .filter(waiting -> entry.at().isBefore(waiting.getApproval().getExpiresAt()))
                .toList();
        for (Decision waiting : escalating) {
            escalate(entry, waiting, state.policy(entry.domain()));
        }
        if (expired.isEmpty() && escalating.isEmpty()) {
            entry.explain("nothing was due");
        }
    }

    /** Asks more people, as far as the policy in force still wants them asked, and holds the request against it. */
    private void escalate(Entry entry, Decision waiting, ActivePolicy policy) {
        Approval done = Escalating.done(waiting.getApproval(), entry.at());
        Evaluation now = Evaluator.evaluateAgain(
                entry.state(), policy, Waiting.request(codecs.request(), waiting), done, Waiting.asked(waiting));
        if (now instanceof Evaluation.Asked asked) {
            Set<String> groups = Escalating.askedToo(asked.approval().getRequirements());
            groups.removeAll(Escalating.askedToo(waiting.getApproval().getRequirements()));
            if (!groups.isEmpty()) {
                entry.escalated(waiting, List.copyOf(groups));
            }
        }
        Waiting.weigh(entry, Decisions.after(entry, waiting, policy), policy, now);
    }

    static Evaluation.Refused expired(Decision waiting) {
        return new Evaluation.Refused(
                Reason.APPROVAL_EXPIRED,
                "nobody approved it before " + waiting.getApproval().getExpiresAt(),
                List.of());
    }
}
