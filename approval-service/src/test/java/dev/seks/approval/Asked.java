// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval;

import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.ApprovalAssurance;
import dev.seks.schemas.record.ApprovalRequirement;
import dev.seks.schemas.record.ApproverGroup;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Escalation;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.GrantAsk;
import dev.seks.schemas.record.GrantEnd;
import dev.seks.schemas.record.GrantEndCause;
import dev.seks.schemas.record.GrantMade;
import dev.seks.schemas.record.GrantOffer;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.RuleReference;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.record.VerdictGiven;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that people are asked about, and the decisions about it; words for tests. */
public final class Asked {
    public static final Codecs CODECS = Codecs.of(SchemaIds.builtIn());
    public static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    public static final Duration PATIENCE = Duration.ofMinutes(15);
    public static final int PARTITION = 3;

    private final CapabilityRequest.Builder request;
    private final List<VerdictGiven> verdicts = new ArrayList<>();
    private final Map<String, List<String>> groups = new LinkedHashMap<>(Map.of("operators", List.of("mika")));
    private byte @Nullable [] quoted;
    private boolean approval = true;
    private @Nullable ApprovalAssurance assurance;
    private boolean grantable;
    private Duration patience = PATIENCE;
    private long offset = 1;
    private @Nullable Instant escalatesAt;
    private boolean escalated;
    private int quorum = 1;
    private long seq = 7;
    private Instant at = NOW;
    private String domain = "default";
    private @Nullable String bundleDigest = "0".repeat(64);

    private Asked(String id) {
        request = CapabilityRequest.newBuilder()
                .setRequestId(id)
                .setDomain("default")
                .setAgent("aeonbyte")
                .setService("github")
                .setAction("repos.create")
                .setParams("{\"name\":\"site\"}")
                .setReason("the user wants a site")
                .setCreatedAt(NOW);
    }

    /** Agent aeonbyte asks to create the repository site; mika is asked. */
    public static Asked request(String id) {
        return new Asked(id);
    }

    public Asked params(String json) {
        request.setParams(json);
        return this;
    }

    public Asked reason(String text) {
        request.setReason(text);
        return this;
    }

    public Asked action(String service, String action) {
        request.setService(service).setAction(action);
        return this;
    }

    /** It asks for a grant of all actions on any resource besides. */
    public Asked askingForGrant(Duration ttl, @Nullable Integer maxUses) {
        request.setGrant(new GrantAsk(List.of("repos.*"), null, ttl.toMillis(), maxUses));
        return this;
    }

    public Asked agent(String name) {
        request.setAgent(name);
        return this;
    }

    public Asked asking(String... approvers) {
        groups.put("operators", List.of(approvers));
        return this;
    }

    /** Asks these groups, each with its people, instead of the operators. */
    public Asked asking(Map<String, List<String>> approvers) {
        groups.clear();
        groups.putAll(approvers);
        return this;
    }

    /** Only a person who signed on may approve it. */
    public Asked forSignedOn() {
        assurance = ApprovalAssurance.SSO;
        return this;
    }

    /** An approval may come with a grant for the same. */
    public Asked grantable() {
        grantable = true;
        return this;
    }

    public Asked expiringAt(Instant end) {
        patience = Duration.between(at, end);
        return this;
    }

    /** At this time people of leads are asked too, if it waits still. */
    public Asked escalatingAt(Instant time) {
        escalatesAt = time;
        return this;
    }

    /** People of leads are asked too by now. */
    public Asked escalatedAt(Instant time, String... people) {
        escalatesAt = time;
        escalated = true;
        groups.put("leads", List.of(people));
        return this;
    }

    /** Where the request stands in the log of requests. */
    public Asked offset(long number) {
        offset = number;
        return this;
    }

    public Asked quorum(int needed) {
        quorum = needed;
        return this;
    }

    public Asked seq(long number) {
        seq = number;
        return this;
    }

    public Asked at(Instant time) {
        at = time;
        return this;
    }

    public Asked in(String otherDomain) {
        domain = otherDomain;
        return this;
    }

    public Asked bundle(@Nullable String digest) {
        bundleDigest = digest;
        return this;
    }

    public Asked said(String person, VerdictChoice choice) {
        return said(person, choice, null);
    }

    /** The same by a button in a chat. */
    public Asked saidInSlack(String person, VerdictChoice choice) {
        return said(person, choice, null, Channel.SLACK);
    }

    public Asked said(String person, VerdictChoice choice, @Nullable String comment) {
        return said(person, choice, comment, Channel.WEB);
    }

    private Asked said(String person, VerdictChoice choice, @Nullable String comment, Channel channel) {
        verdicts.add(VerdictGiven.newBuilder()
                .setPerson(person)
                .setChannel(channel)
                .setVerdict(choice)
                .setComment(comment)
                .setAt(NOW)
                .build());
        return this;
    }

    /** The decision quotes other bytes than those that its digest is of. */
    public Asked quoting(byte[] others) {
        quoted = others.clone();
        return this;
    }

    public Asked withoutApproval() {
        approval = false;
        return this;
    }

    public CapabilityRequest record() {
        return request.build();
    }

    public byte[] bytes() {
        return CODECS.request().encode(record());
    }

    public String digest() {
        return Digest.of(bytes());
    }

    public Decision pending() {
        return decision(Outcome.PENDING, Reason.APPROVAL_REQUIRED).build();
    }

    /** The decision that ends the wait, one event later. */
    public Decision ended(Outcome outcome, Reason reason) {
        return decision(outcome, reason)
                .setSeq(seq + 1)
                .setDecidedAt(at.plusSeconds(60))
                .build();
    }

    /** The approval with which people gave the agent the same, on the resource site, from a minute after it asked. */
    public Decision granted(Duration ttl, int maxUses, String... people) {
        return granted("site", ttl, maxUses, people);
    }

    /** The same on another resource; null for any. */
    public Decision granted(@Nullable String resource, Duration ttl, int maxUses, String... people) {
        Instant given = at.plusSeconds(60);
        return decision(Outcome.APPROVED, people.length == 0 ? Reason.ALLOWED_BY_RULE : Reason.APPROVED_BY_PEOPLE)
                .setSeq(seq + 1)
                .setDecidedAt(given)
                .setGrant(new GrantMade(
                        List.of(request.getAction()), resource, given.plus(ttl), maxUses, List.of(people)))
                .build();
    }

    /** The approval of this request by the grant that came with another one. */
    public Decision coveredBy(Asked other) {
        return decision(Outcome.APPROVED, Reason.ALLOWED_BY_GRANT)
                .setGrantId(other.digest())
                .build();
    }

    /** The journal's word that the grant which came with this request has ended. */
    public JournalEntry grantEnded(GrantEndCause cause, @Nullable String person, Instant end) {
        return JournalEntry.newBuilder()
                .setDomain(domain)
                .setSeq(seq + 9)
                .setAt(end)
                .setKind(EventKind.VERDICT)
                .setCause(new Coordinates("seks.verdicts", PARTITION, 5L, end))
                .setOutcomes(List.of())
                .setLimits(List.of())
                .setInputHash("")
                .setOutputHashes(List.of())
                .setDeciderVersion(6)
                .setGrantsEnded(List.of(new GrantEnd(digest(), request.getAgent(), cause, person)))
                .build();
    }

    private Decision.Builder decision(Outcome outcome, Reason reason) {
        byte[] bytes = bytes();
        return Decision.newBuilder()
                .setDomain(domain)
                .setSeq(seq)
                .setRequestId(request.getRequestId())
                .setAgent(request.getAgent())
                .setService(request.getService())
                .setAction(request.getAction())
                .setRequest(outcome == Outcome.DENIED ? null : ByteBuffer.wrap(quoted == null ? bytes : quoted))
                .setRequestDigest(Digest.of(bytes))
                .setRequestCoordinates(Coordinates.newBuilder()
                        .setTopic("seks.requests")
                        .setPartition(PARTITION)
                        .setOffset(offset)
                        .setAppendTime(at)
                        .build())
                .setOutcome(outcome)
                .setReason(reason)
                .setExplanation("the policy asks a person before " + request.getAction())
                .setRules(List.of(RuleReference.newBuilder()
                        .setPath("agents.aeonbyte.services.github.require_approval[0]")
                        .setFile("seks-policy.yaml")
                        .setLine(14)
                        .build()))
                .setRule("agents.aeonbyte.services.github.require_approval[0]")
                .setPolicyVersion(1)
                .setPolicyDigest("1".repeat(64))
                .setBundleDigest(bundleDigest)
                .setLimits(List.of())
                .setApproval(approval ? approval() : null)
                .setDecidedAt(at);
    }

    private ApprovalRequirement requirement() {
        return new ApprovalRequirement(
                groups.keySet().stream()
                        .filter(group -> !escalated || !group.equals("leads"))
                        .toList(),
                quorum,
                new Escalation(List.of("leads"), escalatesAt, escalated));
    }

    private Approval approval() {
        return Approval.newBuilder()
                .setApprovers(groups.entrySet().stream()
                        .map(group -> new ApproverGroup(group.getKey(), group.getValue()))
                        .toList())
                .setQuorum(quorum)
                .setExpiresAt(at.plus(patience))
                .setVerdicts(List.copyOf(verdicts))
                .setRequirements(escalatesAt == null ? null : List.of(requirement()))
                .setAssurance(assurance)
                .setGrantable(grantable)
                .setMaxGrant(grantable ? new GrantOffer(900_000L, 5) : null)
                .build();
    }
}
