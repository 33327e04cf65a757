// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.option;

import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.ExecutionStatus;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.RuleReference;
import java.time.Instant;
import java.util.List;

/** Records about numbered requests: request {@code n} stands at offset {@code n} and is decided n seconds after noon. */
public final class LoggedRecords {
    public static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private LoggedRecords() {}

    public static CapabilityRequest request(int n) {
        return CapabilityRequest.newBuilder()
                .setRequestId("r-" + n)
                .setDomain("acme")
                .setAgent("aeonbyte")
                .setService("github")
                .setAction("repos.get")
                .setParams("{\"name\":\"site\"}")
                .setReason("for \u001b[2J the launch")
                .setCreatedAt(NOON.plusSeconds(n))
                .build();
    }

    /** A decision about request {@code n} with this {@code seq}, made {@code seq} seconds after noon. */
    public static Decision.Builder decision(int n, long seq, Outcome outcome) {
        RuleReference rule = new RuleReference("agents.aeonbyte.services.github.allow[1]", "seks-policy.yaml", 8);
        return Decision.newBuilder()
                .setDomain("acme")
                .setSeq(seq)
                .setRequestId("r-" + n)
                .setAgent("aeonbyte")
                .setService("github")
                .setAction("repos.get")
                .setRequestDigest(digest(n))
                .setRequestCoordinates(new Coordinates("seks.requests", 2, (long) n, NOON.plusSeconds(n)))
                .setOutcome(outcome)
                .setReason(reason(outcome))
                .setExplanation("the rule says so")
                .setRules(List.of(rule))
                .setRule(rule.getPath())
                .setPolicyVersion(1)
                .setLimits(List.of())
                .setDecidedAt(NOON.plusSeconds(seq));
    }

    public static ExecutionResult.Builder result(int n, long seq) {
        return ExecutionResult.newBuilder()
                .setDomain("acme")
                .setSeq(seq)
                .setRequestId("r-" + n)
                .setAgent("aeonbyte")
                .setService("github")
                .setAction("repos.get")
                .setRequestDigest(digest(n))
                .setStatus(ExecutionStatus.SUCCEEDED)
                .setStatusCode(200)
                .setContentType("application/json")
                .setBody("{\"name\":\"site\"}")
                .setFinishedAt(NOON.plusSeconds(seq + 1));
    }

    public static String digest(int n) {
        return Digest.of("request " + n);
    }

    private static Reason reason(Outcome outcome) {
        return switch (outcome) {
            case APPROVED -> Reason.ALLOWED_BY_RULE;
            case DENIED -> Reason.DENIED_BY_RULE;
            case PENDING -> Reason.APPROVAL_REQUIRED;
        };
    }
}
