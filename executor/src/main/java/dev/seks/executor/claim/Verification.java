// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import dev.seks.executor.call.ActionCall;
import dev.seks.executor.call.CallError;
import dev.seks.schemas.record.ExecutionStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an executor makes of a record in the topic of approved requests. */
sealed interface Verification {

    /**
     * It may be claimed and then done.
     *
     * @param deadline after which the agent no longer wants it; null for none
     * @param bytes what it takes in memory until it is done, roughly
     */
    record Accepted(
            Approved approved, ActionCall call, @Nullable Instant deadline, int bytes) implements Verification {}

    /** It is never done; {@code status} is REFUSED or LAPSED. */
    record Rejected(Approved approved, ExecutionStatus status, CallError error) implements Verification {}

    /** It was dealt with before; nothing is published. */
    record DealtWith() implements Verification {}
}
