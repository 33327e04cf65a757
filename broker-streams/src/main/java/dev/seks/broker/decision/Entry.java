// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.EscalatedRequest;
import dev.seks.schemas.record.GrantEnd;
import dev.seks.schemas.record.GrantEndCause;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.JournalOutcome;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.wire.Codecs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The journal entry of one event while it is being written, and the effects that go with it.
 *
 * <p>INVARIANT: every event gets exactly one entry, numbered one above the entry before it in its domain.
 */
final class Entry {
    private final Codecs codecs;
    private final String domain;
    private final Instant at;
    private final JournalEntry.Builder journal;
    private final List<JournalOutcome> outcomes = new ArrayList<>(1);
    private final List<String> outputHashes = new ArrayList<>(1);
    private final List<Effect> effects = new ArrayList<>(5);
    private final Map<String, GrantBook> grants = new TreeMap<>();
    private final List<GrantEnd> grantsEnded = new ArrayList<>(0);
    private final List<EscalatedRequest> escalated = new ArrayList<>(0);
    private final State before;
    private DomainState state;

    private Entry(Codecs codecs, String domain, State before, Event event) {
        DomainState last = before.domain(domain);
        this.codecs = codecs;
        this.domain = domain;
        this.before = before;
        this.at = last.timeOf(event);
        this.state = last.at(last.seq() + 1, at);
        this.journal = JournalEntry.newBuilder()
                .setDomain(domain)
                .setSeq(state.seq())
                .setAt(at)
                .setKind(event.kind())
                .setCause(event.cause())
                .setInputHash(event.inputHash())
                .setLimits(List.of())
                .setDeciderVersion(Decider.VERSION);
    }

    /** Begins the entry of {@code event} in {@code domain}. */
    static Entry begin(Codecs codecs, State state, String domain, Event event) {
        return new Entry(codecs, domain, state, event);
    }

    /** The whole entry of a record of {@code what} that nobody who is trusted has signed: nothing of it was read. */
    static List<Effect> refuse(Codecs codecs, State state, Event event, String what, Proof.Missing proof) {
        Entry entry = begin(codecs, state, Home.pseudoDomain(event), event);
        return entry.refused(Reason.NOT_AUTHENTICATED, "the " + what + " is not authenticated: " + proof.why())
                .close();
    }

    String domain() {
        return domain;
    }

    long seq() {
        return state.seq();
    }

    /** Time of the event. */
    Instant at() {
        return at;
    }

    DomainState state() {
        return state;
    }

    void change(DomainState changed) {
        state = changed;
    }

    /** The grants of an agent that hold at the time of the event, and what the event has done to them so far. */
    GrantBook grants(String agent) {
        GrantBook changed = grants.get(agent);
        return changed != null ? changed : before.grants(domain, agent).at(at);
    }

    void keep(GrantBook book) {
        grants.put(book.agent(), book);
    }

    /** Every agent that was given grants which may still hold. */
    List<GrantBook> holders() {
        return before.holders(domain, GrantBook.MAX_HOLDERS).stream()
                .map(book -> grants(book.agent()))
                .toList();
    }

    /** Whether one more agent may hold grants; forgets the books of those that hold none any more, if need be. */
    boolean hasRoomForHolder() {
        List<GrantBook> holders = holders();
        holders.stream().filter(GrantBook::isEmpty).forEach(this::keep);
        long made = grants.values().stream()
                .filter(book ->
                        !book.isEmpty() && before.grants(domain, book.agent()).isEmpty())
                .count();
        return holders.stream().filter(book -> !book.isEmpty()).count() + made < GrantBook.MAX_HOLDERS;
    }

    /** Ends a grant before its time; {@code person} is who did, null where nobody did. */
    void end(String agent, Grant grant, GrantEndCause cause, @Nullable String person) {
        keep(grants(agent).without(grant.id()));
        grantsEnded.add(new GrantEnd(grant.id(), agent, cause, person));
    }

    /** Notes that people of these groups are asked too about a request that waits. */
    void escalated(Decision waiting, List<String> groups) {
        escalated.add(
                new EscalatedRequest(waiting.getRequestId(), waiting.getAgent(), waiting.getRequestDigest(), groups));
    }

    /** The event is about this one request. */
    Entry about(@Nullable CapabilityRequest request, String requestDigest) {
        journal.setRequestDigest(requestDigest);
        if (request != null) {
            journal.setRequestId(request.getRequestId())
                    .setAgent(request.getAgent())
                    .setService(request.getService())
                    .setAction(request.getAction());
        }
        return this;
    }

    /** The event is about the execution of this one request. */
    void about(String agent, String requestId, String requestDigest) {
        journal.setAgent(agent).setRequestId(requestId).setRequestDigest(requestDigest);
    }

    Entry explain(String sentence) {
        journal.setExplanation(sentence.isEmpty() ? null : sentence);
        return this;
    }

    /** The event is refused as a whole. */
    Entry refused(Reason reason, String sentence) {
        journal.setReason(reason);
        return explain(sentence);
    }

    void add(Effect effect) {
        effects.add(effect);
    }

    /** Publishes a decision and notes it as an outcome; returns the value published. */
    byte[] publish(Decision decision) {
        byte[] value = codecs.decision().encode(decision);
        effects.add(new Effect.Publish(domain, topic(decision.getOutcome()), value));
        outputHashes.add(Digest.of(value));
        outcomes.add(new JournalOutcome(
                decision.getRequestId(),
                decision.getAgent(),
                decision.getRequestDigest(),
                decision.getOutcome(),
                decision.getReason(),
                null));
        return value;
    }

    /** The one decision of an event about one request: what stands in it stands in the entry too. */
    byte[] publishOnly(Decision decision) {
        journal.setReason(decision.getReason()).setRule(decision.getRule()).setLimits(decision.getLimits());
        return publish(decision);
    }

    /** Notes that a request was a repeat and what it was answered. */
    void repeat(CapabilityRequest request, String digest, Answer first) {
        journal.setReason(first.reason());
        outcomes.add(new JournalOutcome(
                request.getRequestId(), request.getAgent(), digest, first.outcome(), first.reason(), first.seq()));
    }

    /** Ends the entry; nothing may be added after. */
    List<Effect> close() {
        grants.values().forEach(book -> effects.add(new Effect.SaveGrants(domain, book)));
        byte[] value = codecs.journal()
                .encode(journal.setOutcomes(outcomes)
                        .setOutputHashes(outputHashes)
                        .setGrantsEnded(grantsEnded.isEmpty() ? null : grantsEnded)
                        .setEscalated(escalated.isEmpty() ? null : escalated)
                        .setPolicyVersion(state.policyVersion() == 0 ? null : state.policyVersion())
                        .build());
        effects.add(new Effect.Publish(domain, Topic.JOURNAL, value));
        effects.add(new Effect.SaveDomain(domain, state));
        return effects;
    }

    private static Topic topic(Outcome outcome) {
        return switch (outcome) {
            case APPROVED -> Topic.APPROVED;
            case DENIED -> Topic.DENIED;
            case PENDING -> Topic.PENDING;
        };
    }
}
