// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.signature;

/**
 * Signs the records of one cluster with one key. Safe for use by many threads.
 *
 * @param clusterId of the Kafka cluster that the records are for
 */
public record RecordSigner(Signer key, String clusterId) {

    /** The header of a record with this value in the topic of this full name. */
    public SignatureHeader sign(RecordKind kind, String topic, byte[] value) {
        byte[] signed = SignedBytes.of(kind, clusterId, topic, key.keyId(), value);
        return new SignatureHeader(key.algorithm(), key.keyId(), key.sign(signed));
    }
}
