// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.attempt;

import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.inbox.Lookup;
import dev.seks.approval.verdict.VerdictAttempt;
import dev.seks.approval.verdict.VerdictOutcome;
import dev.seks.schemas.record.AttemptReason;
import dev.seks.schemas.record.VerdictChoice;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Hears of every attempt at the desk, and tells the journal of those that were refused. What it took is a verdict. */
public final class DeskRefusals implements BiConsumer<VerdictAttempt, VerdictOutcome> {
    private final Inbox inbox;
    private final AttemptJournal journal;

    public DeskRefusals(Inbox inbox, AttemptJournal journal) {
        this.inbox = inbox;
        this.journal = journal;
    }

    @Override
    public void accept(VerdictAttempt attempt, VerdictOutcome outcome) {
        if (outcome != VerdictOutcome.ACCEPTED) {
            journal.refused(RefusedAttempt.of(AttemptReason.valueOf(outcome.name()), attempt.channel())
                    .by(Who.of(attempt.person(), attempt.evidence()))
                    .from(attempt.source())
                    .about(about(attempt))
                    .saying(attempt.choice()));
        }
    }

    private @Nullable About about(VerdictAttempt attempt) {
        if (attempt.choice() == VerdictChoice.REVOKE) {
            return inbox.grants().find(attempt.digest()).map(About::of).orElse(null);
        }
        return inbox.find(attempt.digest()) instanceof Lookup.Found found ? About.of(found.entry()) : null;
    }
}
