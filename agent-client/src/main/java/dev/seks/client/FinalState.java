// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.ExecutionStatus;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.wire.RecordJson;
import dev.seks.schemas.wire.SchemaIds;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a request ended: its last decision and, when it was approved, its result. While {@link #isFinal} is false it is
 * the state so far.
 *
 * @param decision the last decision
 * @param result null while there is none
 */
public record FinalState(Decision decision, @Nullable ExecutionResult result) {
    private static final RecordJson JSON = RecordJson.of(SchemaIds.builtIn());
    private static final List<String> DECIDED = List.of(
            "requestId",
            "requestDigest",
            "domain",
            "agent",
            "service",
            "action",
            "outcome",
            "reason",
            "explanation",
            "rule",
            "rules",
            "policyVersion",
            "seq",
            "retryAfterMs");

    public FinalState {
        if (result != null && decision.getOutcome() != Outcome.APPROVED) {
            throw new IllegalArgumentException(
                    "a result of a request that is " + decision.getOutcome() + ", expected APPROVED");
        }
    }

    /** The state of a request with this last decision and no result. */
    public static FinalState of(Decision decision) {
        return new FinalState(decision, null);
    }

    /** Whether nothing more can happen to the request. */
    public boolean isFinal() {
        return result != null || outcome() == Outcome.DENIED;
    }

    /** Whether the service did what was asked. */
    public boolean succeeded() {
        return status() == ExecutionStatus.SUCCEEDED;
    }

    public Outcome outcome() {
        return decision.getOutcome();
    }

    /** How the execution ended; null when there was none. */
    public @Nullable ExecutionStatus status() {
        return result == null ? null : result.getStatus();
    }

    /** When the request ended: for a denied one when it was denied; null while it goes on. */
    public @Nullable Instant finishedAt() {
        if (result != null) {
            return result.getFinishedAt();
        }
        return outcome() == Outcome.DENIED ? decision.getDecidedAt() : null;
    }

    /** What the service answered; JSON null when there is nothing. */
    public JsonNode body() {
        return result == null ? JsonNodeFactory.instance.nullNode() : RecordJson.body(result);
    }

    /**
     * The state as one JSON object: requestId, requestDigest, domain, agent, service, action, outcome, reason,
     * explanation, rule, rules, policyVersion, seq, retryAfterMs, status, statusCode, body, error, decidedAt,
     * finishedAt, and for a record that could not be decoded coordinates.
     */
    public ObjectNode toJson() {
        ObjectNode json = JSON.render(decision, DECIDED);
        json.put("status", status() == null ? null : Objects.toString(status()));
        json.put("statusCode", result == null ? null : result.getStatusCode());
        json.set("body", body());
        json.set("error", result == null || result.getError() == null ? null : JSON.render(result.getError()));
        json.set("decidedAt", RecordJson.time(decision.getDecidedAt()));
        json.set("finishedAt", RecordJson.time(finishedAt()));
        if (decision.getRequestId() == null) {
            json.set("coordinates", JSON.render(decision.getRequestCoordinates()));
        }
        return json;
    }
}
