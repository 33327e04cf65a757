// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.demo;

import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.topic.Signatures;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publishes what the agent of the story asks for, with an ordinary producer. */
final class Publisher implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final RecordCodec<CapabilityRequest> codec;
    private final RecordSigner signer;
    private final byte[] key;
    private final String domain;
    private final Clock clock;

    /** Signs with {@code signer}, whose agent asks for everything. */
    Publisher(
            Map<String, Object> client,
            Topics topics,
            RecordCodec<CapabilityRequest> codec,
            String domain,
            RecordSigner signer,
            Clock clock) {
        this.signer = signer;
        this.producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
        this.topic = topics.name(Topic.REQUESTS);
        this.codec = codec;
        this.domain = domain;
        this.key = domain.getBytes(StandardCharsets.UTF_8);
        this.clock = clock;
    }

    /** What was published, and when. */
    record Sent(String digest, long atMs) {}

    Sent ask(String agent, Story.Ask ask) {
        return publish(codec.encode(CapabilityRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setDomain(domain)
                .setAgent(agent)
                .setService(ask.service())
                .setAction(ask.action())
                .setParams(ask.params().toString())
                .setReason(ask.reason() == null ? "" : ask.reason())
                .setGrant(null)
                .setDeadline(null)
                .setCreatedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .build()));
    }

    Sent publish(byte[] value) {
        Sent sent = new Sent(Digest.of(value), clock.millis());
        producer.send(Signatures.sign(signer, RecordKind.REQUEST, new ProducerRecord<>(topic, key, value)));
        return sent;
    }

    @Override
    public void close() {
        producer.close();
    }
}
