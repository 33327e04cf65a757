// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.JournalOutcome;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.wire.Codecs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    private DomainState state;

    private Entry(Codecs codecs, String domain, DomainState before, Event event) {
        this.codecs = codecs;
        this.domain = domain;
        this.at = before.timeOf(event);
        this.state = before.at(before.seq() + 1, at);
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
        return new Entry(codecs, domain, state.domain(domain), event);
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
        byte[] value = codecs.journal()
                .encode(journal.setOutcomes(outcomes)
                        .setOutputHashes(outputHashes)
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
