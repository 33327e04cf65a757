// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.ApprovalAssurance;
import dev.seks.schemas.record.ApprovalRequirement;
import dev.seks.schemas.record.ApproverGroup;
import dev.seks.schemas.record.Attempt;
import dev.seks.schemas.record.AttemptIdentity;
import dev.seks.schemas.record.AttemptReason;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.Claim;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.ControlKind;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.EscalatedRequest;
import dev.seks.schemas.record.Escalation;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.ExecutionError;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.ExecutionStatus;
import dev.seks.schemas.record.GrantAsk;
import dev.seks.schemas.record.GrantEnd;
import dev.seks.schemas.record.GrantEndCause;
import dev.seks.schemas.record.GrantMade;
import dev.seks.schemas.record.GrantOffer;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.JournalOutcome;
import dev.seks.schemas.record.LimitUse;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.record.Progress;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.Resolution;
import dev.seks.schemas.record.RuleReference;
import dev.seks.schemas.record.Tick;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.record.VerdictGiven;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** One fixed record of each type, with nothing left out that may be left out. */
final class Examples {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");
    private static final String DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static final String OTHER_DIGEST = "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752";
    private static final String RULE = "agents.aeonbyte.services.github.require_approval[0]";

    private Examples() {}

    static SpecificRecord of(RecordType type) {
        return switch (type) {
            case CAPABILITY_REQUEST -> request();
            case DECISION -> decision();
            case VERDICT -> verdict();
            case POLICY_BUNDLE -> bundle();
            case CONTROL -> control();
            case TICK -> Tick.newBuilder().setDomain("acme").setDue(NOON).build();
            case JOURNAL_ENTRY -> entry();
            case CLAIM -> claim();
            case PROGRESS -> progress();
            case EXECUTION_RESULT -> result();
            case ATTEMPT -> attempt();
        };
    }

    static CapabilityRequest request() {
        return CapabilityRequest.newBuilder()
                .setRequestId("0195-request")
                .setDomain("acme")
                .setAgent("aeonbyte")
                .setService("github")
                .setAction("repos.create")
                .setParams("{\"name\":\"site\",\"emoji\":\"\u2603\"}")
                .setReason("the site needs a home")
                .setGrant(GrantAsk.newBuilder()
                        .setActions(List.of("repos.*"))
                        .setResource("site")
                        .setTtlMs(600_000)
                        .setMaxUses(3)
                        .build())
                .setDeadline(NOON.plusSeconds(60))
                .setCreatedAt(NOON)
                .build();
    }

    private static Decision decision() {
        return Decision.newBuilder()
                .setDomain("acme")
                .setSeq(7)
                .setRequestId("0195-request")
                .setAgent("aeonbyte")
                .setService("github")
                .setAction("repos.create")
                .setRequest(ByteBuffer.wrap(new byte[] {0, 1, 2, -1}))
                .setRequestDigest(DIGEST)
                .setRequestCoordinates(coordinates())
                .setOutcome(Outcome.APPROVED)
                .setReason(Reason.APPROVED_BY_PEOPLE)
                .setExplanation("ada approved it")
                .setRules(List.of(RuleReference.newBuilder()
                        .setPath(RULE)
                        .setFile("policy.yaml")
                        .setLine(12)
                        .build()))
                .setRule(RULE)
                .setPolicyVersion(2)
                .setPolicyDigest(DIGEST)
                .setBundleDigest(OTHER_DIGEST)
                .setLimits(List.of(limit()))
                .setRetryAfterMs(1500L)
                .setApproval(approval())
                .setGrantId(DIGEST)
                .setExecuteWithinMs(120_000L)
                .setDecidedAt(NOON)
                .setGrant(new GrantMade(List.of("repos.create"), "site", NOON.plusSeconds(600), 3, List.of("ann")))
                .build();
    }

    private static Approval approval() {
        return Approval.newBuilder()
                .setApprovers(List.of(ApproverGroup.newBuilder()
                        .setGroup("owners")
                        .setPeople(List.of("ada", "grace"))
                        .build()))
                .setQuorum(1)
                .setExpiresAt(NOON.plusSeconds(3600))
                .setVerdicts(List.of(VerdictGiven.newBuilder()
                        .setPerson("ada")
                        .setChannel(Channel.WEB)
                        .setVerdict(VerdictChoice.APPROVE)
                        .setComment("fine")
                        .setAt(NOON)
                        .setGrant(new GrantOffer(600_000L, 3))
                        .setIssuer("https://login.acme.example")
                        .setSubject("248289761001")
                        .build()))
                .setRequirements(List.of(
                        new ApprovalRequirement(List.of("owners"), 1, new Escalation(List.of("leads"), NOON, true))))
                .setAssurance(ApprovalAssurance.SSO)
                .setGrantable(true)
                .setMaxGrant(new GrantOffer(600_000L, 3))
                .build();
    }

    private static Verdict verdict() {
        return Verdict.newBuilder()
                .setDomain("acme")
                .setRequestId("0195-request")
                .setAgent("aeonbyte")
                .setRequestDigest(DIGEST)
                .setPerson("ada")
                .setChannel(Channel.SLACK)
                .setVerdict(VerdictChoice.APPROVE)
                .setComment("fine")
                .setGrant(
                        GrantOffer.newBuilder().setTtlMs(600_000).setMaxUses(3).build())
                .setGivenAt(NOON)
                .setEvidence(Map.of("team", "T1"))
                .build();
    }

    private static PolicyBundle bundle() {
        return PolicyBundle.newBuilder()
                .setDomain("acme")
                .setVersion(2)
                .setPolicy(file("policy.yaml", "version: 1\n"))
                .setCatalogue(List.of(file("catalogue/github.yaml", "service: github\n")))
                .setOperators(List.of("ada"))
                .setAuthor("ada")
                .setMessage("let the site be made")
                .setGitCommit("0123abc")
                .setCreatedAt(NOON)
                .build();
    }

    private static Control control() {
        return Control.newBuilder()
                .setDomain("acme")
                .setKind(ControlKind.FREEZE)
                .setAgent("aeonbyte")
                .setService("github")
                .setRequestDigest(DIGEST)
                .setGrantId(DIGEST)
                .setPerson("ada")
                .setComment("odd behaviour")
                .setGivenAt(NOON)
                .setRequestId("0195-request")
                .setResolution(Resolution.FAILED)
                .build();
    }

    private static JournalEntry entry() {
        return JournalEntry.newBuilder()
                .setDomain("acme")
                .setSeq(7)
                .setAt(NOON)
                .setKind(EventKind.VERDICT)
                .setCause(coordinates())
                .setRequestId("0195-request")
                .setAgent("aeonbyte")
                .setService("github")
                .setAction("repos.create")
                .setRequestDigest(DIGEST)
                .setOutcomes(List.of(JournalOutcome.newBuilder()
                        .setRequestId("0195-request")
                        .setAgent("aeonbyte")
                        .setRequestDigest(DIGEST)
                        .setOutcome(Outcome.APPROVED)
                        .setReason(Reason.APPROVED_BY_PEOPLE)
                        .setFirstSeq(3L)
                        .build()))
                .setReason(Reason.APPROVED_BY_PEOPLE)
                .setRule(RULE)
                .setExplanation("ada approved it")
                .setPolicyVersion(2)
                .setLimits(List.of(limit()))
                .setInputHash(DIGEST)
                .setOutputHashes(List.of(OTHER_DIGEST))
                .setDeciderVersion(1)
                .setGrantsEnded(List.of(new GrantEnd(DIGEST, "aeonbyte", GrantEndCause.REVOKED, "ann")))
                .setEscalated(List.of(new EscalatedRequest("r-1", "aeonbyte", DIGEST, List.of("leads"))))
                .build();
    }

    private static Claim claim() {
        return Claim.newBuilder()
                .setDomain("acme")
                .setSeq(7)
                .setRequestId("0195-request")
                .setAgent("aeonbyte")
                .setRequestDigest(DIGEST)
                .setClaimedBy("executor-1")
                .setDecisionOffset(12)
                .setClaimedAt(NOON)
                .build();
    }

    private static Progress progress() {
        return Progress.newBuilder()
                .setDomain("acme")
                .setLastSeq(7)
                .setClaimsResolvedBelow(9)
                .build();
    }

    private static ExecutionResult result() {
        return ExecutionResult.newBuilder()
                .setDomain("acme")
                .setSeq(7)
                .setRequestId("0195-request")
                .setAgent("aeonbyte")
                .setService("github")
                .setAction("repos.create")
                .setRequestDigest(DIGEST)
                .setStatus(ExecutionStatus.FAILED)
                .setStatusCode(422)
                .setContentType("application/json")
                .setBody("{\"message\":\"taken\"}")
                .setBodyTruncated(true)
                .setBodyTruncatedBecause("too_large")
                .setError(ExecutionError.newBuilder()
                        .setCode("service_refused")
                        .setMessage("the service answered 422")
                        .build())
                .setStartedAt(NOON)
                .setFinishedAt(NOON.plusMillis(40))
                .setCredentialRef("github-bot")
                .setLate(true)
                .build();
    }

    private static Attempt attempt() {
        return Attempt.newBuilder()
                .setAt(NOON)
                .setReason(AttemptReason.NOT_ENTITLED)
                .setChannel(Channel.SLACK)
                .setDomain("acme")
                .setRequestId("0195-request")
                .setAgent("aeonbyte")
                .setRequestDigest(DIGEST)
                .setVerdict(VerdictChoice.APPROVE)
                .setPerson("ada")
                .setIdentity(new AttemptIdentity("T024BE7LD", "U2147483697", "ada@acme.example", true))
                .setSource("192.0.2.7")
                .setSuppressedBefore(9)
                .build();
    }

    private static Coordinates coordinates() {
        return Coordinates.newBuilder()
                .setTopic("seks.requests")
                .setPartition(3)
                .setOffset(41)
                .setAppendTime(NOON)
                .build();
    }

    private static LimitUse limit() {
        return LimitUse.newBuilder()
                .setName("rate_limits.per_agent.requests_per_minute")
                .setKey("aeonbyte")
                .setUsed(4)
                .setMax(30)
                .setWindowMs(60_000)
                .build();
    }

    private static BundleFile file(String path, String text) {
        return BundleFile.newBuilder().setPath(path).setText(text).build();
    }
}
