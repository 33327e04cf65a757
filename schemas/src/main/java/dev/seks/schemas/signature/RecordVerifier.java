// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.signature;

import org.jspecify.annotations.Nullable;

/**
 * Holds signatures against the raw bytes of the records of one cluster. Pure: the same record gives the same answer for
 * ever.
 */
public record RecordVerifier(String clusterId) {

    /**
     * Whether {@code header} is the signature of {@code key} over this record. INVARIANT: the key decides the algorithm,
     * the header only repeats it.
     */
    public boolean verifies(
            Verifier key, SignatureHeader header, RecordKind kind, String topic, byte @Nullable [] value) {
        return header.algorithm() == key.algorithm()
                && header.keyId().equals(key.keyId())
                && key.verifies(SignedBytes.of(kind, clusterId, topic, key.keyId(), value), header.signature());
    }
}
