// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.topic;

import dev.seks.schemas.catalogue.Names;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordVerifier;
import dev.seks.schemas.trust.TrustRoots;
import dev.seks.schemas.trust.TrustedKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Whose policy bundles count for a reader of their topic. */
@FunctionalInterface
public interface Publishers {
    /** Everybody's: for a reader without trust roots, on whose word nothing runs. */
    Publishers ANYBODY = message -> true;

    /** Those whom trust roots pin for the domain that the record's key names, on one cluster. */
    static Publishers pinned(TrustRoots roots, String clusterId) {
        RecordVerifier verifier = new RecordVerifier(clusterId);
        return message -> {
            String domain = message.key() == null ? "" : new String(message.key(), StandardCharsets.UTF_8);
            return Names.isDomain(domain)
                    && Signatures.verify(
                            verifier,
                            roots.of(domain).publishers().keys().stream()
                                    .filter(key -> key.holdsAt(Instant.ofEpochMilli(message.timestamp())))
                                    .map(TrustedKey::key)
                                    .toList(),
                            RecordKind.BUNDLE,
                            message);
        };
    }

    /** Whether one of them has published this. */
    boolean published(ConsumerRecord<byte[], byte[]> message);
}
