// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.audit;

import dev.seks.approval.attempt.KafkaAttempts;
import dev.seks.schemas.record.Attempt;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordVerifier;
import dev.seks.schemas.topic.Signatures;
import dev.seks.schemas.trust.TrustRoots;
import dev.seks.schemas.trust.TrustedKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Tells what an approval service has written about attempts from what others did. Pure. */
final class AttemptProof {
    private final TrustRoots roots;
    private final RecordVerifier verifier;

    AttemptProof(TrustRoots roots, String clusterId) {
        this.roots = roots;
        this.verifier = new RecordVerifier(clusterId);
    }

    /**
     * Whether the approval service of the domain that the attempt was about has written this, or that of any domain where
     * it was about none.
     *
     * <p>INVARIANT: the key of the record is the domain that it tells of, or none.
     */
    boolean isGenuine(ConsumerRecord<byte[], byte[]> place, Attempt attempt) {
        String domain = attempt.getDomain();
        String key = place.key() == null ? "" : new String(place.key(), StandardCharsets.UTF_8);
        List<TrustedKey> trusted = domain == null
                ? roots.approvalServices()
                : roots.of(domain).approvalService().keys();
        Instant written = Instant.ofEpochMilli(place.timestamp());
        return key.equals(domain == null ? KafkaAttempts.NOWHERE : domain)
                && Signatures.verify(
                        verifier,
                        trusted.stream()
                                .filter(one -> one.holdsAt(written))
                                .map(TrustedKey::key)
                                .toList(),
                        RecordKind.ATTEMPT,
                        place);
    }
}
