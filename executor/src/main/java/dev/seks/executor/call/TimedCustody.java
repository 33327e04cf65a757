// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import dev.seks.executor.call.Patience.SilenceException;
import dev.seks.executor.credential.CredentialUse;
import dev.seks.executor.credential.Custody;
import dev.seks.executor.credential.Issue;
import java.util.concurrent.ExecutionException;

/** Asks a custody no longer than to a deadline, whatever its stores do. */
final class TimedCustody implements AutoCloseable {
    private static final Issue LATE =
            new Issue.Unavailable("the credential's store took all the time that the call may take");
    private static final Issue HANGS = new Issue.Unavailable(
            "the credential's store has left " + Patience.MAX_HANGING + " questions and more without an answer");
    private static final Issue STOPPED =
            new Issue.Unavailable("the executor stopped while the credential was asked for");

    private final Custody custody;
    private final Patience<Name> patience;

    private record Name(String domain, String ref) {}

    TimedCustody(Custody custody, int maxAsking) {
        this.custody = custody;
        this.patience = new Patience<>("custody", maxAsking);
    }

    /** What the custody says in time; else that the credential is unavailable. Throws what the custody throws. */
    Issue issue(CredentialUse use, Deadline deadline) {
        try {
            Issue issue = patience.ask(new Name(use.domain(), use.ref()), () -> custody.issue(use), deadline);
            return deadline.hasPassed() ? LATE : issue;
        } catch (SilenceException e) {
            return switch (e.why()) {
                case LATE -> LATE;
                case HANGS -> HANGS;
                case STOPPED -> STOPPED;
            };
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        }
    }

    @Override
    public void close() {
        patience.close();
    }
}
