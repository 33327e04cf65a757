// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.input;

import dev.seks.cli.key.KeyFolder;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.signature.SignatureHeader;
import dev.seks.schemas.signature.Signer;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import dev.seks.tests.replay.DecidingBroker;
import dev.seks.tests.replay.Signatory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * A record as anybody could write it into a topic, well made or not.
 *
 * @param partition null for the one that the key belongs to
 * @param compressed whether it travels compressed
 */
record Raw(
        Topic topic,
        byte @Nullable [] key,
        byte @Nullable [] value,
        List<Header> headers,
        @Nullable Integer partition,
        boolean compressed,
        Seal seal) {
    static final Codecs CODECS = Codecs.of(SchemaIds.builtIn());

    /** These bytes in place of a request, under the usual key. */
    static Raw value(byte @Nullable [] value) {
        return new Raw(Topic.REQUESTS, bytes(DecidingBroker.DOMAIN), value, List.of(), null, false, Seal.USUAL);
    }

    /** The usual request, made otherwise in something. */
    static Raw request(UnaryOperator<CapabilityRequest.Builder> otherwise) {
        return value(encoded(otherwise));
    }

    /** The usual request for an action that takes parameters, with these. */
    static Raw params(String json) {
        return request(request -> request.setAction("items.put").setParams(json));
    }

    /** The usual request for an action whose path holds a parameter, with this JSON text as its value. */
    static Raw path(String id) {
        return request(request -> request.setAction("items.look").setParams("{\"id\":\"" + id + "\"}"));
    }

    static byte[] encoded(UnaryOperator<CapabilityRequest.Builder> otherwise) {
        CapabilityRequest.Builder usual = CapabilityRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setDomain(DecidingBroker.DOMAIN)
                .setAgent(DecidingBroker.AGENT)
                .setService("shop")
                .setAction("items.get")
                .setCreatedAt(DecidingBroker.now());
        return CODECS.request().encode(otherwise.apply(usual).build());
    }

    Raw to(Topic other) {
        return new Raw(other, key, value, headers, partition, compressed, seal);
    }

    Raw under(String other) {
        return under(bytes(other));
    }

    Raw under(byte @Nullable [] other) {
        return new Raw(topic, other, value, headers, partition, compressed, seal);
    }

    Raw in(int other) {
        return new Raw(topic, key, value, headers, other, compressed, seal);
    }

    Raw packed() {
        return new Raw(topic, key, value, headers, partition, true, seal);
    }

    /** With so many headers of so many bytes. */
    Raw with(int count, int bytes) {
        List<Header> many = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            many.add(new RecordHeader("header", new byte[bytes]));
        }
        return new Raw(topic, key, value, many, partition, compressed, seal);
    }

    /** With other signatures than whoever may write it would give. */
    Raw sealed(Seal other) {
        return new Raw(topic, key, value, headers, partition, compressed, other);
    }

    /** With no signature. */
    Raw unsigned() {
        return sealed((signatory, raw) -> List.of());
    }

    /** With the one of this key alone. */
    Raw signedBy(Function<KeyFolder, Signer> key) {
        return sealed((signatory, raw) ->
                List.of(raw.header(signatory.signer(key.apply(signatory.keys())), signatory, raw.kind())
                        .encode()));
    }

    ProducerRecord<byte[], byte[]> of(Signatory signatory) {
        List<Header> all = new ArrayList<>(headers);
        seal.of(signatory, this).forEach(header -> all.add(new RecordHeader(SignatureHeader.NAME, header)));
        return new ProducerRecord<>(signatory.topics().name(topic), partition, key, value, all);
    }

    SignatureHeader header(RecordSigner signer, Signatory signatory, RecordKind as) {
        return signer.sign(as, signatory.topics().name(topic), value == null ? new byte[0] : value);
    }

    RecordKind kind() {
        return switch (topic) {
            case VERDICTS -> RecordKind.VERDICT;
            case POLICIES -> RecordKind.BUNDLE;
            case CONTROLS -> RecordKind.CONTROL;
            case REQUESTS, TICKS, APPROVED, DENIED, PENDING, JOURNAL, CLAIMS, PROGRESS, RESULTS, ATTEMPTS ->
                RecordKind.REQUEST;
        };
    }

    /** Which signatures a record is sent with. */
    @FunctionalInterface
    interface Seal {
        /** That of whoever may write it. */
        Seal USUAL = (signatory, raw) -> signatory.signature(raw.topic(), raw.key(), raw.value()).stream()
                .map(SignatureHeader::encode)
                .toList();

        List<byte[]> of(Signatory signatory, Raw raw);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
