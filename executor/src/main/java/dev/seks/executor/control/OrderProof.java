// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.control;

import dev.seks.schemas.catalogue.Names;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordVerifier;
import dev.seks.schemas.signature.SignatureHeader;
import dev.seks.schemas.topic.Signatures;
import dev.seks.schemas.trust.DomainTrust;
import dev.seks.schemas.trust.KeyRing;
import dev.seks.schemas.trust.TrustRoots;
import dev.seks.schemas.trust.TrustedKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Says who has given an order, by its signature alone and before anything of it is read. */
public final class OrderProof {
    private final TrustRoots roots;
    private final RecordVerifier verifier;

    /** Believes the operators and gateways of {@code roots}, on one cluster. */
    public OrderProof(TrustRoots roots, String clusterId) {
        this.roots = roots;
        this.verifier = new RecordVerifier(clusterId);
    }

    /**
     * Whose order it is.
     *
     * @param domain that the record's key names
     * @param owner the operator whose key has signed it; null when that is a gateway's
     */
    record Giver(String domain, @Nullable String owner) {}

    /** Who has signed the record; empty when it is nobody who may give orders. */
    Optional<Giver> giver(ConsumerRecord<byte[], byte[]> message) {
        String domain = new String(message.key(), StandardCharsets.UTF_8);
        if (!Names.isDomain(domain)
                || !(Signatures.read(message.headers()) instanceof SignatureHeader.Reading.Sound sound)) {
            return Optional.empty();
        }
        DomainTrust trusted = roots.of(domain);
        Optional<TrustedKey> gateway = key(trusted.gateways(), sound.header(), message);
        Optional<TrustedKey> key = gateway.isPresent() ? gateway : key(trusted.operators(), sound.header(), message);
        return key.filter(signer -> verifier.verifies(
                        signer.key(), sound.header(), RecordKind.CONTROL, message.topic(), message.value()))
                .map(signer -> new Giver(domain, gateway.isPresent() ? null : signer.owner()));
    }

    private static Optional<TrustedKey> key(
            KeyRing ring, SignatureHeader header, ConsumerRecord<byte[], byte[]> message) {
        return ring.find(header.keyId(), Instant.ofEpochMilli(message.timestamp()));
    }
}
