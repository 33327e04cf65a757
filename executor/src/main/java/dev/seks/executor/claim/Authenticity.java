// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import dev.seks.schemas.signature.HmacKey;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.signature.RecordVerifier;
import dev.seks.schemas.topic.Publishers;
import dev.seks.schemas.topic.Signatures;
import dev.seks.schemas.trust.TrustRoots;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Says whose word a record is, by its signature and before anything of it is read, and signs what this executor says.
 *
 * <p>INVARIANT: whoever can write to the topics, as Kafka's administrator too, and holds none of these keys, cannot make
 * an executor act, nor forget that it has acted.
 */
public final class Authenticity {
    private final Publishers publishers;
    private final List<HmacKey> decisions;
    private final List<HmacKey> executions;
    private final RecordVerifier verifier;
    private final RecordSigner signer;

    /** Believes these publishers and these keys, on one cluster; the first of {@code executions} signs. */
    public Authenticity(TrustRoots roots, List<HmacKey> decisions, List<HmacKey> executions, String clusterId) {
        this.publishers = Publishers.pinned(roots, clusterId);
        this.decisions = List.copyOf(decisions);
        this.executions = List.copyOf(executions);
        this.verifier = new RecordVerifier(clusterId);
        this.signer = new RecordSigner(executions.get(0), clusterId);
    }

    /** Whether the broker has decided this, for the topic in which it stands. */
    boolean isDecision(ConsumerRecord<byte[], byte[]> message) {
        return Signatures.verify(verifier, decisions, RecordKind.DECISION, message);
    }

    /** Whether a publisher of the domain that the key names has published this. */
    boolean isBundle(ConsumerRecord<byte[], byte[]> message) {
        return publishers.published(message);
    }

    /** Whether an executor of this installation has said this. */
    boolean isOwn(RecordKind kind, ConsumerRecord<byte[], byte[]> message) {
        return message.value() != null && Signatures.verify(verifier, executions, kind, message);
    }

    ProducerRecord<byte[], byte[]> sign(RecordKind kind, ProducerRecord<byte[], byte[]> message) {
        return Signatures.sign(signer, kind, message);
    }
}
