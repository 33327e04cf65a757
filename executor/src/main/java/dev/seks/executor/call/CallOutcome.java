// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import dev.seks.executor.answer.Withheld;
import dev.seks.schemas.record.ExecutionStatus;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended, fit to be published: what is in it the agent may see.
 *
 * @param body JSON text, projected and scrubbed; null when withheld or none
 * @param withheld why the body is missing or not whole; null when neither
 * @param error null when it succeeded
 * @param credentialRef name of the credential injected; null when none was
 */
public record CallOutcome(
        ExecutionStatus status,
        @Nullable Integer statusCode,
        @Nullable String body,
        @Nullable Withheld withheld,
        @Nullable CallError error,
        @Nullable String credentialRef) {

    /**
     * What is known when the call may have had its effect before: that it failed now does not say that it did then. A read
     * that brought nothing has failed all the same.
     */
    public CallOutcome afterDoubt(ActionCall call) {
        return status == ExecutionStatus.FAILED && !call.isHarmless()
                ? new CallOutcome(ExecutionStatus.OUTCOME_UNKNOWN, statusCode, body, withheld, error, credentialRef)
                : this;
    }

    /** An outcome without an answer. */
    static CallOutcome without(ExecutionStatus status, CallError error, @Nullable String credentialRef) {
        return new CallOutcome(status, null, null, null, error, credentialRef);
    }
}
