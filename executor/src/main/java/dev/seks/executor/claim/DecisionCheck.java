// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import dev.seks.executor.call.ActionCall;
import dev.seks.executor.call.CallError;
import dev.seks.executor.call.CallId;
import dev.seks.executor.claim.Verification.Accepted;
import dev.seks.executor.claim.Verification.DealtWith;
import dev.seks.executor.claim.Verification.Rejected;
import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.catalogue.ActionDefinition;
import dev.seks.schemas.catalogue.Names;
import dev.seks.schemas.catalogue.ParamCheck;
import dev.seks.schemas.catalogue.ServiceDefinition;
import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionStatus;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.topic.Partitioning;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.WireException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The executor's own check of every decision at the moment of use. It trusts nothing that it can check itself, and never
 * evaluates policy.
 */
final class DecisionCheck {
    /** Longest time that a decision may hold: keeps the arithmetic from overflowing. */
    private static final Duration MAX_WITHIN = Duration.ofDays(366);

    /** By how much the broker may be behind the log when it decides; what it has signed before that was copied by others. */
    static final Duration MAX_BEHIND = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(DecisionCheck.class);

    private final Codecs codecs;
    private final Authenticity authenticity;
    private final int partitions;
    private final CatalogueLookup catalogues;
    private final Clock clock;

    /** Where the catalogue of a published bundle is found. */
    interface CatalogueLookup {
        /** The catalogue in the bundle with this digest, if that was published for this domain in this partition. */
        Optional<ActionCatalogue> find(int partition, String domain, String bundleDigest);
    }

    /** How far the executor has come in each domain. */
    interface LastSeqs {
        /** The highest seq of the domain that was dealt with; 0 when none was. */
        long lastSeq(String domain);
    }

    DecisionCheck(Codecs codecs, Authenticity authenticity, int partitions, CatalogueLookup catalogues, Clock clock) {
        this.codecs = codecs;
        this.authenticity = authenticity;
        this.partitions = partitions;
        this.catalogues = catalogues;
        this.clock = clock;
    }

    /** Judges a record before it is claimed. */
    Verification verify(ConsumerRecord<byte[], byte[]> message, LastSeqs lastSeqs) {
        Decision decision = inPlace(message);
        if (decision == null) {
            return stranger(message, lastSeqs);
        }
        Approved approved = Approved.of(decision, message.offset());
        if (isDealtWith(approved, lastSeqs)) {
            return new DealtWith();
        }
        try {
            Verification content = content(message, decision, approved);
            return content instanceof Accepted accepted ? inTime(message, decision, accepted) : content;
        } catch (KafkaException e) {
            throw e; // the log could not be asked: no answer about the decision
        } catch (RuntimeException e) {
            LOG.error("event=verification_broke offset={}", message.offset(), e);
            return refused(approved, "internal_error", "the decision could not be verified");
        }
    }

    private Verification stranger(ConsumerRecord<byte[], byte[]> message, LastSeqs lastSeqs) {
        Approved stranger = Approved.outOfPlace(message.partition(), message.offset());
        if (isDealtWith(stranger, lastSeqs)) {
            return new DealtWith();
        }
        return authenticity.isDecision(message)
                ? refused(stranger, "not_a_decision", "no approved decision of the domain whose key it has")
                : refused(stranger, "not_authenticated", "the broker has not signed it for this topic");
    }

    /** Judges the decision of a claim that was made before and has no result: time and number were checked then. */
    Verification verifyClaimed(ConsumerRecord<byte[], byte[]> message, ClaimKey claimed, String requestDigest) {
        Decision decision = inPlace(message);
        Approved approved = decision == null
                ? Approved.outOfPlace(message.partition(), message.offset())
                : Approved.of(decision, message.offset());
        if (decision == null
                || !approved.key().equals(claimed)
                || !approved.requestDigest().equals(requestDigest)) {
            return refused(approved, "not_a_decision", "not the decision that was claimed");
        }
        return content(message, decision, approved);
    }

    /**
     * The decision, if the record is an approved one that stands where its domain belongs. INVARIANT: nothing of a record is
     * read before the broker's signature on it has been verified.
     */
    private @Nullable Decision inPlace(ConsumerRecord<byte[], byte[]> message) {
        if (!authenticity.isDecision(message)) {
            return null;
        }
        byte[] key = message.key();
        if (key == null || Partitioning.partition(key, partitions) != message.partition()) {
            return null;
        }
        try {
            Decision decision = codecs.decision().decode(message.value());
            boolean itsOwn = decision.getDomain().equals(new String(key, StandardCharsets.UTF_8))
                    && Names.isDomain(decision.getDomain());
            return itsOwn && decision.getOutcome() == Outcome.APPROVED ? decision : null;
        } catch (WireException e) {
            return null;
        }
    }

    private static boolean isDealtWith(Approved approved, LastSeqs lastSeqs) {
        return approved.seq() <= lastSeqs.lastSeq(approved.domain());
    }

    private Verification content(ConsumerRecord<byte[], byte[]> message, Decision decision, Approved approved) {
        ByteBuffer bytes = decision.getRequest();
        if (bytes == null) {
            return refused(approved, "request_missing", "the decision carries no request");
        }
        byte[] request = new byte[bytes.remaining()];
        bytes.duplicate().get(request);
        if (!Digest.of(request).equals(decision.getRequestDigest())) {
            return refused(approved, "digest_mismatch", "the request's bytes are not those that were decided");
        }
        CapabilityRequest asked;
        try {
            asked = codecs.request().decode(request);
        } catch (WireException e) {
            return refused(approved, "request_unreadable", "the request's bytes are no request");
        }
        if (!isSame(asked, approved)) {
            return refused(approved, "request_mismatch", "the request names something else than its decision");
        }
        return action(message, decision, approved, asked);
    }

    private static boolean isSame(CapabilityRequest asked, Approved approved) {
        return asked.getDomain().equals(approved.domain())
                && asked.getAgent().equals(approved.agent())
                && asked.getRequestId().equals(approved.requestId())
                && asked.getService().equals(approved.service())
                && asked.getAction().equals(approved.action());
    }

    private Verification action(
            ConsumerRecord<byte[], byte[]> message, Decision decision, Approved approved, CapabilityRequest asked) {
        String digest = decision.getBundleDigest();
        Optional<ActionCatalogue> catalogue =
                digest == null ? Optional.empty() : catalogues.find(message.partition(), approved.domain(), digest);
        if (catalogue.isEmpty()) {
            return refused(approved, "bundle_unknown", "the bundle that the decision names was not published");
        }
        Optional<ServiceDefinition> service = catalogue.get().service(approved.service());
        Optional<ActionDefinition> action = service.flatMap(s -> s.action(approved.action()));
        if (service.isEmpty() || action.isEmpty()) {
            return refused(approved, "action_unknown", "the bundle's catalogue lacks the action");
        }
        if (action.get().check(asked.getParams()) instanceof ParamCheck.Valid valid) {
            CallId id = new CallId(approved.domain(), approved.agent(), approved.requestId());
            ActionCall call = new ActionCall(id, service.get(), action.get(), valid.params());
            return new Accepted(approved, call, asked.getDeadline(), message.serializedValueSize());
        }
        return refused(approved, "params_invalid", "the parameters do not fit the bundle's catalogue");
    }

    private Verification inTime(ConsumerRecord<byte[], byte[]> message, Decision decision, Accepted accepted) {
        Long within = decision.getExecuteWithinMs();
        if (within == null || within < 0) {
            return refused(accepted.approved(), "no_time_limit", "the decision does not say how long it holds");
        }
        // broker time against the executor's clock: both must be kept right, as for TLS
        Duration holds = Duration.ofMillis(Math.min(within, MAX_WITHIN.toMillis()));
        Instant now = clock.instant();
        if (now.isAfter(Instant.ofEpochMilli(message.timestamp()).plus(holds))) {
            return lapsed(accepted.approved(), "not_claimed_in_time", "it was not claimed within " + within + " ms");
        }
        // INVARIANT: whoever copies a decision gives it a new append time; what the broker has signed stays as old as
        // it is
        if (now.isAfter(decision.getDecidedAt().plus(holds).plus(MAX_BEHIND))) {
            return lapsed(
                    accepted.approved(),
                    "decided_too_long_ago",
                    "the event that it decides on was appended at " + decision.getDecidedAt());
        }
        Instant deadline = accepted.deadline();
        if (deadline != null && now.isAfter(deadline)) {
            return lapsed(accepted.approved(), "deadline_passed", "the agent's own deadline has passed");
        }
        return accepted;
    }

    private static Rejected lapsed(Approved approved, String code, String message) {
        return new Rejected(approved, ExecutionStatus.LAPSED, new CallError(code, message));
    }

    private static Rejected refused(Approved approved, String code, String message) {
        return new Rejected(approved, ExecutionStatus.REFUSED, new CallError(code, message));
    }
}
