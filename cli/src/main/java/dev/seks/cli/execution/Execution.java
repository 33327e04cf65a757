// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.execution;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.schemas.record.Claim;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.wire.RecordJson;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The execution of one approved request. At least one of claim and result is there.
 *
 * @param claim null for a request that was never claimed, or whose claim lies before what was read
 * @param result null while it runs
 * @param late what the call came to after it had been given up; null when nothing more was heard
 * @param resolution the last order of a person who found out about an unknown outcome; null while nobody has
 */
record Execution(
        @Nullable Claim claim,
        @Nullable ExecutionResult result,
        @Nullable ExecutionResult late,
        @Nullable Control resolution) {

    State state() {
        if (result == null) {
            return State.RUNNING;
        }
        State state = State.of(result.getStatus());
        return state == State.UNKNOWN && resolution != null ? State.RESOLVED : state;
    }

    String domain() {
        return result != null ? result.getDomain() : claimed().getDomain();
    }

    long seq() {
        return result != null ? result.getSeq() : claimed().getSeq();
    }

    String agent() {
        return result != null ? result.getAgent() : claimed().getAgent();
    }

    String requestId() {
        return result != null ? result.getRequestId() : claimed().getRequestId();
    }

    String requestDigest() {
        return result != null ? result.getRequestDigest() : claimed().getRequestDigest();
    }

    /** When it ended, or was claimed if it has not ended. */
    Instant at() {
        return result != null ? result.getFinishedAt() : claimed().getClaimedAt();
    }

    Execution with(ExecutionResult ended) {
        return new Execution(claim, ended, late, resolution);
    }

    Execution noted(ExecutionResult note) {
        return new Execution(claim, result, note, resolution);
    }

    Execution resolvedBy(Control order) {
        return new Execution(claim, result, late, order);
    }

    ObjectNode json() {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("requestId", requestId());
        line.put("requestDigest", requestDigest());
        line.put("domain", domain());
        line.put("agent", agent());
        line.put("service", result == null ? null : result.getService());
        line.put("action", result == null ? null : result.getAction());
        line.put("seq", seq());
        line.put("state", state().name());
        line.put("status", result == null ? null : result.getStatus().name());
        line.put("statusCode", result == null ? null : result.getStatusCode());
        line.set("error", error(result));
        line.put("claimedBy", claim == null ? null : claim.getClaimedBy());
        line.set("claimedAt", RecordJson.time(claim == null ? null : claimed().getClaimedAt()));
        line.set("startedAt", RecordJson.time(result == null ? null : result.getStartedAt()));
        line.set("finishedAt", RecordJson.time(result == null ? null : result.getFinishedAt()));
        line.set("late", late == null ? null : late(late));
        boolean isResolved = resolution != null && resolution.getResolution() != null;
        line.put("resolution", isResolved ? resolution.getResolution().name() : null);
        line.put("resolvedBy", isResolved ? resolution.getPerson() : null);
        line.put("comment", isResolved ? resolution.getComment() : null);
        return line;
    }

    private Claim claimed() {
        return Objects.requireNonNull(claim, "an execution without claim and result, expected one of them");
    }

    private static ObjectNode late(ExecutionResult note) {
        ObjectNode late = JsonNodeFactory.instance.objectNode();
        late.put("status", note.getStatus().name());
        late.put("statusCode", note.getStatusCode());
        late.set("error", error(note));
        late.set("finishedAt", RecordJson.time(note.getFinishedAt()));
        return late;
    }

    private static @Nullable ObjectNode error(@Nullable ExecutionResult of) {
        if (of == null || of.getError() == null) {
            return null;
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("code", of.getError().getCode())
                .put("message", of.getError().getMessage());
    }
}
