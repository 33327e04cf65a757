// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import dev.seks.executor.call.CallError;
import dev.seks.executor.call.CallOutcome;
import dev.seks.schemas.record.ExecutionError;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.ExecutionStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Writes down how approved requests ended. */
final class ResultRecords {
    private static final String JSON = "application/json";

    private ResultRecords() {}

    /** The result of a call that was made. */
    static ExecutionResult of(Approved approved, CallOutcome outcome, Instant startedAt, Instant finishedAt) {
        return about(approved, outcome.status(), outcome.error(), finishedAt)
                .setStatusCode(outcome.statusCode())
                .setContentType(outcome.body() == null ? null : JSON)
                .setBody(outcome.body())
                .setBodyTruncated(outcome.withheld() != null)
                .setBodyTruncatedBecause(
                        outcome.withheld() == null ? null : outcome.withheld().code())
                .setCredentialRef(outcome.credentialRef())
                .setStartedAt(startedAt.truncatedTo(ChronoUnit.MILLIS))
                .build();
    }

    /** The result of a request for which this executor has made no call. */
    static ExecutionResult without(Approved approved, ExecutionStatus status, CallError error, Instant at) {
        return about(approved, status, error, at).build();
    }

    private static ExecutionResult.Builder about(
            Approved approved, ExecutionStatus status, @Nullable CallError error, Instant at) {
        return ExecutionResult.newBuilder()
                .setDomain(approved.domain())
                .setSeq(approved.seq())
                .setRequestId(approved.requestId())
                .setAgent(approved.agent())
                .setService(approved.service())
                .setAction(approved.action())
                .setRequestDigest(approved.requestDigest())
                .setStatus(status)
                .setError(error == null ? null : new ExecutionError(error.code(), error.message()))
                .setFinishedAt(at.truncatedTo(ChronoUnit.MILLIS));
    }
}
