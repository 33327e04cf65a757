// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import dev.seks.schemas.record.ExecutionError;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.ExecutionStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the executor says in its log about requests: names and codes, never a payload. */
final class Events {
    private static final Logger LOG = LoggerFactory.getLogger("dev.seks.executor");

    private Events() {}

    static void rejected(Approved approved, ExecutionStatus status, String code) {
        if (approved.requestDigest().isEmpty()) {
            LOG.warn(
                    "event=rejected domain={} offset={} status={} reason={}",
                    approved.domain(),
                    approved.decisionOffset(),
                    status,
                    code);
            return;
        }
        LOG.info(
                "event=rejected requestId={} agent={} service={} action={} status={} reason={}",
                approved.requestId(),
                approved.agent(),
                approved.service(),
                approved.action(),
                status,
                code);
    }

    static void executed(Flight flight) {
        ExecutionResult result = flight.result();
        if (result == null) {
            return;
        }
        ExecutionError error = result.getError();
        LOG.info(
                "event=executed requestId={} agent={} service={} action={} status={} reason={}",
                result.getRequestId(),
                result.getAgent(),
                result.getService(),
                result.getAction(),
                result.getStatus(),
                error == null ? "" : error.getCode());
    }

    /** A real result that came after somebody else had answered: a note, never a second final state. */
    static void late(Flight flight) {
        ExecutionResult result = flight.result();
        LOG.warn(
                "event=late_result requestId={} agent={} status={}",
                flight.approved().requestId(),
                flight.approved().agent(),
                result == null ? "" : result.getStatus());
    }
}
