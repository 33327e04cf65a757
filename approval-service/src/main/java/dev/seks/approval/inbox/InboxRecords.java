// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.inbox;

import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.WireException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the records of the topics into the state of the inbox. A record that is not what its topic promises is logged
 * and left out; it never stops the ones behind it.
 */
public final class InboxRecords {
    private static final Logger LOG = LoggerFactory.getLogger(InboxRecords.class);

    private final Codecs codecs;
    private final Inbox inbox;
    private final Catalogues catalogues;
    private final Casts casts;

    public InboxRecords(Codecs codecs, Inbox inbox, Catalogues catalogues, Casts casts) {
        this.codecs = codecs;
        this.inbox = inbox;
        this.catalogues = catalogues;
        this.casts = casts;
    }

    /**
     * Takes in a policy bundle that a publisher has signed.
     *
     * <p>INVARIANT: it is believed about the domain that it is keyed by, which is the one whose publishers may sign it.
     */
    public void bundle(ConsumerRecord<byte[], byte @Nullable []> found) {
        byte[] value = found.value() == null ? new byte[0] : found.value();
        String domain = found.key() == null ? "" : new String(found.key(), StandardCharsets.UTF_8);
        try {
            PolicyBundle bundle = codecs.bundle().decode(value);
            if (bundle.getDomain().equals(domain)) {
                catalogues.published(value, bundle);
                casts.published(value, bundle);
            } else {
                LOG.warn("a bundle in partition {} is left out: its domain is not that of its key", found.partition());
            }
        } catch (WireException e) {
            LOG.warn("a bundle in partition {} is left out: {}", found.partition(), e.getMessage());
        }
    }

    /** The bundle that a decision names and that is not known; null where there is none, or it is no decision. */
    @Nullable
    String missingBundle(byte @Nullable [] decision) {
        try {
            String digest = codecs.decision().decode(decision).getBundleDigest();
            return digest == null || catalogues.knows(digest) ? null : digest;
        } catch (WireException e) {
            return null;
        }
    }

    /** Takes in one decision of {@code topic}, or one entry of the journal. */
    public void accept(Topic topic, int partition, byte @Nullable [] value) {
        try {
            switch (topic) {
                case PENDING -> pending(codecs.decision().decode(value), partition);
                case APPROVED -> approved(codecs.decision().decode(value));
                case DENIED -> inbox.decided(codecs.decision().decode(value));
                case JOURNAL -> inbox.grants().take(codecs.journal().decode(value));
                case POLICIES, REQUESTS, VERDICTS, CONTROLS, TICKS, CLAIMS, PROGRESS, RESULTS, ATTEMPTS ->
                    throw new IllegalArgumentException(topic + ", expected a topic of decisions that the inbox reads");
            }
        } catch (WireException e) {
            LOG.warn("a record of {} partition {} is left out: {}", topic, partition, e.getMessage());
        }
    }

    private void approved(Decision decision) {
        inbox.decided(decision);
        inbox.grants().take(decision);
    }

    private void pending(Decision decision, int partition) throws WireException {
        byte[] bytes = bytes(decision.getRequest());
        boolean usable = decision.getOutcome() == Outcome.PENDING
                && decision.getApproval() != null
                && Digest.of(bytes).equals(decision.getRequestDigest());
        if (!usable) {
            LOG.warn(
                    "decision {} of {} is left out: it is no approval of a request whose bytes match their digest",
                    decision.getSeq(),
                    decision.getDomain());
            return;
        }
        CapabilityRequest request = codecs.request().decode(bytes);
        inbox.pending(decision, request, partition);
    }

    private static byte[] bytes(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return new byte[0];
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
