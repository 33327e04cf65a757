// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.client;

import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.ExecutionStatus;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.JournalOutcome;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.RuleReference;
import java.time.Instant;
import java.util.List;

/** Records about one request, as the topics would hold them. */
final class Records {
    static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    static final String DIGEST = "d1".repeat(32);
    static final String DOMAIN = "acme";
    static final long OFFSET = 40;

    private Records() {}

    static Decision.Builder approved(long seq) {
        return decision(seq).setOutcome(Outcome.APPROVED).setReason(Reason.ALLOWED_BY_RULE);
    }

    static Decision.Builder denied(long seq) {
        return decision(seq).setOutcome(Outcome.DENIED).setReason(Reason.DENIED_BY_RULE);
    }

    static Decision.Builder pending(long seq) {
        return decision(seq).setOutcome(Outcome.PENDING).setReason(Reason.APPROVAL_REQUIRED);
    }

    /** What becomes of bytes that nobody can read. */
    static Decision.Builder malformed(long seq, long offset) {
        return decision(seq)
                .setOutcome(Outcome.DENIED)
                .setReason(Reason.MALFORMED)
                .setDomain("_p2")
                .setRequestId(null)
                .setAgent(null)
                .setService(null)
                .setAction(null)
                .setRules(List.of())
                .setRule(null)
                .setRequestCoordinates(coordinates(offset));
    }

    static ExecutionResult.Builder succeeded(long seq) {
        return ExecutionResult.newBuilder()
                .setDomain(DOMAIN)
                .setSeq(seq)
                .setRequestId("r-1")
                .setAgent("aeonbyte")
                .setService("github")
                .setAction("repos.get")
                .setRequestDigest(DIGEST)
                .setStatus(ExecutionStatus.SUCCEEDED)
                .setStatusCode(200)
                .setContentType("application/json; charset=utf-8")
                .setBody("{\"name\":\"site\"}")
                .setFinishedAt(NOON.plusMillis(125));
    }

    static JournalEntry repeat(long seq, long firstSeq) {
        JournalOutcome outcome = JournalOutcome.newBuilder()
                .setRequestId("r-1")
                .setAgent("aeonbyte")
                .setRequestDigest(DIGEST)
                .setOutcome(Outcome.APPROVED)
                .setReason(Reason.ALLOWED_BY_RULE)
                .setFirstSeq(firstSeq)
                .build();
        return JournalEntry.newBuilder()
                .setDomain(DOMAIN)
                .setSeq(seq)
                .setAt(NOON)
                .setKind(EventKind.REQUEST)
                .setCause(coordinates(OFFSET))
                .setOutcomes(List.of(outcome))
                .setLimits(List.of())
                .setInputHash(DIGEST)
                .setOutputHashes(List.of())
                .setDeciderVersion(1)
                .build();
    }

    static CapabilityRequest request() {
        return CapabilityRequest.newBuilder()
                .setRequestId("r-1")
                .setDomain(DOMAIN)
                .setAgent("aeonbyte")
                .setService("github")
                .setAction("repos.get")
                .setParams("{\"name\":\"site\"}")
                .setCreatedAt(NOON)
                .build();
    }

    private static Decision.Builder decision(long seq) {
        RuleReference rule = new RuleReference("agents.aeonbyte.services.github.allow[1]", "seks-policy.yaml", 8);
        return Decision.newBuilder()
                .setDomain(DOMAIN)
                .setSeq(seq)
                .setRequestId("r-1")
                .setAgent("aeonbyte")
                .setService("github")
                .setAction("repos.get")
                .setRequestDigest(DIGEST)
                .setRequestCoordinates(coordinates(OFFSET))
                .setExplanation("the rule says so")
                .setRules(List.of(rule))
                .setRule(rule.getPath())
                .setPolicyVersion(3)
                .setLimits(List.of())
                .setDecidedAt(NOON);
    }

    private static Coordinates coordinates(long offset) {
        return new Coordinates("seks.requests", 2, offset, NOON);
    }
}
