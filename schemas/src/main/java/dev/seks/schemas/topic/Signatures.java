// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.topic;

import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.signature.RecordVerifier;
import dev.seks.schemas.signature.SignatureHeader;
import dev.seks.schemas.signature.Verifier;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Puts signatures on records of Kafka, and takes them off. */
public final class Signatures {

    private Signatures() {}

    /** Signs {@code message}, which has no signature yet, and gives it back. */
    public static ProducerRecord<byte[], byte[]> sign(
            RecordSigner signer, RecordKind kind, ProducerRecord<byte[], byte[]> message) {
        SignatureHeader header = signer.sign(kind, message.topic(), message.value());
        message.headers().add(SignatureHeader.NAME, header.encode());
        return message;
    }

    /** The signature of a record, before it is known whether it fits. */
    public static SignatureHeader.Reading read(Headers headers) {
        List<byte @Nullable []> values = new ArrayList<>(1);
        for (Header header : headers.headers(SignatureHeader.NAME)) {
            values.add(header.value());
        }
        return SignatureHeader.read(values);
    }

    /** Whether exactly one signature stands on the record and is that of one of {@code keys}. */
    public static boolean verify(
            RecordVerifier verifier,
            List<? extends Verifier> keys,
            RecordKind kind,
            ConsumerRecord<byte[], byte @Nullable []> message) {
        return read(message.headers()) instanceof SignatureHeader.Reading.Sound sound
                && keys.stream()
                        .filter(key -> key.keyId().equals(sound.header().keyId()))
                        .anyMatch(
                                key -> verifier.verifies(key, sound.header(), kind, message.topic(), message.value()));
    }
}
