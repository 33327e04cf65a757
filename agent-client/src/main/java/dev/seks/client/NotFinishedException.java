// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.client;

import dev.seks.schemas.record.Outcome;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says that a request had no final state in time, and what is known of it. It goes on without whoever waited. */
public final class NotFinishedException extends ClientException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable FinalState known;

    private NotFinishedException(String message, @Nullable FinalState known) {
        super(message);
        this.known = known;
    }

    static NotFinishedException after(Duration waited, String requestDigest, Optional<FinalState> known) {
        String state = known.map(FinalState::outcome)
                .map(outcome -> outcome == Outcome.PENDING ? "still pending" : "approved and not yet executed")
                .orElse("not decided");
        String message = "request " + requestDigest + " is " + state + " after " + waited.toMillis() + " ms";
        return new NotFinishedException(message, known.orElse(null));
    }

    /** The state so far; empty when nothing is decided. */
    public Optional<FinalState> known() {
        return Optional.ofNullable(known);
    }
}
