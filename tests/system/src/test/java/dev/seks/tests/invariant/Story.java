// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.ApprovalRequirement;
import dev.seks.schemas.record.ApproverGroup;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.Claim;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.ControlKind;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.EventKind;
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
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.RuleReference;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.topic.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells by hand what broker, people and executor write, as it should be; a test then spoils one thing. Each step takes a
 * second, and every record can be made otherwise by a setter here before the step.
 */
final class Story {
    static final String AGENT = "aeonbyte";
    static final String ASKS = "agents.aeonbyte.services.github.require_approval[0]";
    static final Duration EXPIRY = Duration.ofMinutes(15);

    final MemoryLog topics = new MemoryLog();
    List<String> people = List.of("ada", "grace");
    int quorum = 1;
    List<ApproverGroup> groups = List.of();

    @Nullable
    List<ApprovalRequirement> requirements;

    String policy = "version: 1";
    List<BundleFile> catalogue = List.of();
    List<LimitUse> limits = List.of();
    String agent = AGENT;
    String params = "{}";
    boolean grantable;

    @Nullable
    GrantAsk ask;

    @Nullable
    List<String> givers = List.of("ada");

    GrantOffer offer;

    int cited;

    private long seq;
    private int version;
    private String bundleDigest = "";

    /** A request as it stands in the log. */
    record Asked(RawRecord raw, @Nullable CapabilityRequest request) {
        String digest() {
            return Digest.of(raw.value());
        }
    }

    /** A decision as it stands in the log. */
    record Decided(RawRecord raw, RawRecord entry, Decision decision) {}

    Log log() {
        return topics.log();
    }

    /** The next entry leaves a gap before it. */
    void skipSeq() {
        seq++;
    }

    RawRecord activate() {
        version++;
        cited = version;
        RawRecord bundle = topics.append(
                Topic.POLICIES,
                new PolicyBundle(
                        MemoryLog.DOMAIN,
                        version,
                        new BundleFile("policy.yaml", policy),
                        catalogue,
                        List.of("ada"),
                        "ada",
                        "a policy",
                        null,
                        topics.now()));
        bundleDigest = Digest.of(bundle.value());
        return topics.append(Topic.JOURNAL, entry(EventKind.POLICY, bundle).build());
    }

    Asked ask(String id) {
        CapabilityRequest request = CapabilityRequest.newBuilder()
                .setRequestId(id)
                .setDomain(MemoryLog.DOMAIN)
                .setAgent(agent)
                .setService("github")
                .setAction("repos.create")
                .setParams(params)
                .setGrant(ask)
                .setCreatedAt(topics.now())
                .build();
        topics.pass(Duration.ofSeconds(1));
        return new Asked(topics.append(Topic.REQUESTS, request), request);
    }

    Asked garbage() {
        topics.pass(Duration.ofSeconds(1));
        return new Asked(topics.append(Topic.REQUESTS, "garbage".getBytes(StandardCharsets.UTF_8)), null);
    }

    Decided allow(Asked asked) {
        return decide(asked, asked.raw(), EventKind.REQUEST, decision(asked, Outcome.APPROVED, Reason.ALLOWED_BY_RULE));
    }

    Decided deny(Asked asked, Reason reason) {
        return decide(asked, asked.raw(), EventKind.REQUEST, decision(asked, Outcome.DENIED, reason));
    }

    Decided pend(Asked asked) {
        return decide(
                asked,
                asked.raw(),
                EventKind.REQUEST,
                decision(asked, Outcome.PENDING, Reason.APPROVAL_REQUIRED)
                        .setRule(ASKS)
                        .setRules(List.of(new RuleReference(ASKS, "policy.yaml", 3)))
                        .setApproval(new Approval(
                                groups.isEmpty() ? List.of(new ApproverGroup("owners", people)) : groups,
                                quorum,
                                topics.now().plus(EXPIRY),
                                List.of(),
                                requirements,
                                null,
                                grantable,
                                null)));
    }

    RawRecord verdict(Asked asked, String person, VerdictChoice choice) {
        return verdict(asked, person, choice, asked.digest());
    }

    RawRecord verdict(Asked asked, String person, VerdictChoice choice, String digest) {
        topics.pass(Duration.ofSeconds(1));
        return topics.append(
                Topic.VERDICTS,
                Verdict.newBuilder()
                        .setDomain(MemoryLog.DOMAIN)
                        .setRequestId(asked.request().getRequestId())
                        .setAgent(asked.request().getAgent())
                        .setRequestDigest(digest)
                        .setPerson(person)
                        .setGrant(offer)
                        .setChannel(Channel.WEB)
                        .setVerdict(choice)
                        .setGivenAt(topics.now())
                        .build());
    }

    /** An approval that gives a grant for {@code resource}, as it was offered. */
    Decided give(Asked asked, RawRecord verdict, @Nullable String resource, Duration ttl, int uses) {
        return decide(
                asked,
                verdict,
                EventKind.VERDICT,
                decision(asked, Outcome.APPROVED, Reason.APPROVED_BY_PEOPLE)
                        .setRule(ASKS)
                        .setRules(List.of(new RuleReference(ASKS, "policy.yaml", 3)))
                        .setGrant(new GrantMade(
                                List.of("repos.create"), resource, topics.now().plus(ttl), uses, givers)));
    }

    /** What a grant lets through. */
    Decided use(Asked asked, Decided grant) {
        return decide(
                asked,
                asked.raw(),
                EventKind.REQUEST,
                decision(asked, Outcome.APPROVED, Reason.ALLOWED_BY_GRANT)
                        .setRule(ASKS)
                        .setRules(List.of(new RuleReference(ASKS, "policy.yaml", 3)))
                        .setGrantId(grant.decision().getRequestDigest()));
    }

    /** An order that an operator gave, and the broker's entry about it; {@code refused} is null when it counts. */
    void revoke(Decided grant, @Nullable Reason refused) {
        topics.pass(Duration.ofSeconds(1));
        RawRecord order = topics.append(
                Topic.CONTROLS,
                Control.newBuilder()
                        .setDomain(MemoryLog.DOMAIN)
                        .setKind(ControlKind.REVOKE_GRANT)
                        .setGrantId(grant.decision().getRequestDigest())
                        .setPerson("ada")
                        .setGivenAt(topics.now())
                        .build());
        topics.append(
                Topic.JOURNAL,
                entry(EventKind.CONTROL, order).setReason(refused).build());
    }

    /** A new policy that ends a grant. */
    void activateEnding(Decided grant) {
        RawRecord bundle = activate();
        topics.append(
                Topic.JOURNAL,
                entry(EventKind.POLICY, bundle)
                        .setGrantsEnded(List.of(
                                new GrantEnd(grant.decision().getRequestDigest(), AGENT, GrantEndCause.POLICY, null)))
                        .build());
    }

    /** A person's word that a grant is to end, and the broker's entry about it. */
    void end(Decided grant, String person, List<GrantEnd> ended) {
        topics.pass(Duration.ofSeconds(1));
        RawRecord verdict = topics.append(
                Topic.VERDICTS,
                Verdict.newBuilder()
                        .setDomain(MemoryLog.DOMAIN)
                        .setRequestId(grant.decision().getRequestId())
                        .setAgent(grant.decision().getAgent())
                        .setRequestDigest(grant.decision().getRequestDigest())
                        .setPerson(person)
                        .setChannel(Channel.WEB)
                        .setVerdict(VerdictChoice.REVOKE)
                        .setGivenAt(topics.now())
                        .build());
        note(verdict, ended);
    }

    /** A verdict that the broker noted and that decided nothing yet. */
    void note(RawRecord verdict) {
        note(verdict, List.of());
    }

    /** A verdict that the broker noted, and the grants that it ended by that. */
    void note(RawRecord verdict, List<GrantEnd> ended) {
        topics.append(
                Topic.JOURNAL,
                entry(EventKind.VERDICT, verdict)
                        .setGrantsEnded(ended.isEmpty() ? null : ended)
                        .build());
    }

    /** What a verdict made of a request that waited. */
    Decided conclude(Asked asked, RawRecord verdict, Outcome outcome) {
        Reason reason = outcome == Outcome.APPROVED ? Reason.APPROVED_BY_PEOPLE : Reason.DENIED_BY_PERSON;
        return decide(
                asked,
                verdict,
                EventKind.VERDICT,
                decision(asked, outcome, reason)
                        .setRule(ASKS)
                        .setRules(List.of(new RuleReference(ASKS, "policy.yaml", 3))));
    }

    RawRecord repeat(Asked again, long firstSeq, Outcome outcome) {
        JournalOutcome answer = new JournalOutcome(
                again.request().getRequestId(), AGENT, again.digest(), outcome, Reason.ALLOWED_BY_RULE, firstSeq);
        return topics.append(
                Topic.JOURNAL,
                entry(EventKind.REQUEST, again.raw())
                        .setOutcomes(List.of(answer))
                        .build());
    }

    RawRecord claim(Decided decided) {
        topics.pass(Duration.ofSeconds(1));
        return topics.append(Topic.CLAIMS, claimOf(decided).build());
    }

    Claim.Builder claimOf(Decided decided) {
        return Claim.newBuilder()
                .setDomain(MemoryLog.DOMAIN)
                .setSeq(decided.decision().getSeq())
                .setRequestId(decided.decision().getRequestId())
                .setAgent(AGENT)
                .setRequestDigest(decided.decision().getRequestDigest())
                .setClaimedBy("executor")
                .setDecisionOffset(decided.raw().offset())
                .setClaimedAt(topics.now());
    }

    RawRecord result(Decided decided, ExecutionStatus status) {
        topics.pass(Duration.ofSeconds(1));
        return topics.append(Topic.RESULTS, aResult(decided, status).build());
    }

    RawRecord lateNote(Decided decided, ExecutionStatus status) {
        return topics.append(
                Topic.RESULTS, aResult(decided, status).setLate(true).build());
    }

    private ExecutionResult.Builder aResult(Decided decided, ExecutionStatus status) {
        return ExecutionResult.newBuilder()
                .setDomain(MemoryLog.DOMAIN)
                .setSeq(decided.decision().getSeq())
                .setRequestId(decided.decision().getRequestId())
                .setAgent(AGENT)
                .setService("github")
                .setAction("repos.create")
                .setRequestDigest(decided.decision().getRequestDigest())
                .setStatus(status)
                .setFinishedAt(topics.now());
    }

    /** The whole way of one allowed request. */
    Decided run(String id) {
        Decided decided = allow(ask(id));
        claim(decided);
        result(decided, ExecutionStatus.SUCCEEDED);
        return decided;
    }

    Decided decide(Asked asked, RawRecord cause, EventKind kind, Decision.Builder unnumbered) {
        JournalEntry.Builder entry = entry(kind, cause);
        Decision decision = unnumbered.setSeq(entry.getSeq()).build();
        RawRecord raw = topics.append(topic(decision.getOutcome()), decision);
        JournalOutcome outcome = new JournalOutcome(
                decision.getRequestId(),
                decision.getAgent(),
                asked.digest(),
                decision.getOutcome(),
                decision.getReason(),
                null);
        RawRecord journalled = topics.append(
                Topic.JOURNAL,
                entry.setOutcomes(List.of(outcome))
                        .setService(decision.getService())
                        .setAction(decision.getAction())
                        .setReason(decision.getReason())
                        .setRule(decision.getRule())
                        .setLimits(decision.getLimits())
                        .setOutputHashes(List.of(Digest.of(raw.value())))
                        .build());
        return new Decided(raw, journalled, decision);
    }

    Decision.Builder decision(Asked asked, Outcome outcome, Reason reason) {
        boolean isReadable = asked.request() != null;
        return Decision.newBuilder()
                .setDomain(MemoryLog.DOMAIN)
                .setSeq(0)
                .setRequestId(isReadable ? asked.request().getRequestId() : null)
                .setAgent(isReadable ? asked.request().getAgent() : null)
                .setService(isReadable ? asked.request().getService() : null)
                .setAction(isReadable ? asked.request().getAction() : null)
                .setRequest(
                        outcome == Outcome.DENIED
                                ? null
                                : ByteBuffer.wrap(asked.raw().value()))
                .setRequestDigest(asked.digest())
                .setRequestCoordinates(coordinates(asked.raw()))
                .setOutcome(outcome)
                .setReason(reason)
                .setExplanation("as told")
                .setRules(List.of())
                .setPolicyVersion(cited)
                .setBundleDigest(bundleDigest)
                .setLimits(limits)
                .setDecidedAt(topics.now());
    }

    private JournalEntry.Builder entry(EventKind kind, RawRecord cause) {
        seq++;
        return JournalEntry.newBuilder()
                .setDomain(MemoryLog.DOMAIN)
                .setSeq(seq)
                .setAt(topics.now())
                .setKind(kind)
                .setCause(coordinates(cause))
                .setOutcomes(List.of())
                .setPolicyVersion(version == 0 ? null : version)
                .setLimits(List.of())
                .setInputHash("")
                .setOutputHashes(List.of())
                .setDeciderVersion(1);
    }

    private static Coordinates coordinates(RawRecord raw) {
        return new Coordinates(raw.topic(), raw.partition(), raw.offset(), raw.appendTime());
    }

    private static Topic topic(Outcome outcome) {
        return switch (outcome) {
            case APPROVED -> Topic.APPROVED;
            case DENIED -> Topic.DENIED;
            case PENDING -> Topic.PENDING;
        };
    }
}
