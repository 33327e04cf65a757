// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.control;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.topic.Signatures;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Signs an order and writes it to the topic of orders. */
public final class ControlSender {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Map<String, Object> client;
    private final Topics topics;
    private final RecordCodec<Control> codec;
    private final RecordSigner signer;

    public ControlSender(Map<String, Object> client, Topics topics, RecordCodec<Control> codec, RecordSigner signer) {
        this.client = Map.copyOf(client);
        this.topics = topics;
        this.codec = codec;
        this.signer = signer;
    }

    /**
     * Returns when the order stands in the log, with its place there.
     *
     * @throws EnvironmentFault when it cannot be written
     */
    public Coordinates send(Control control) {
        byte[] key = control.getDomain().getBytes(StandardCharsets.UTF_8);
        ProducerRecord<byte[], byte[]> message =
                new ProducerRecord<>(topics.name(Topic.CONTROLS), key, codec.encode(control));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            RecordMetadata at = producer.send(Signatures.sign(signer, RecordKind.CONTROL, message))
                    .get();
            return new Coordinates(at.topic(), at.partition(), at.offset(), Instant.ofEpochMilli(at.timestamp()));
        } catch (ExecutionException e) {
            throw EnvironmentFault.because(
                    "the order cannot be given: " + e.getCause().getMessage(), e);
        } catch (KafkaException e) {
            throw EnvironmentFault.because("the order cannot be given: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EnvironmentFault.because("interrupted while giving the order", e);
        }
    }

    private Map<String, Object> settings() {
        int deadlineMs = Math.toIntExact(DEADLINE.toMillis());
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, deadlineMs);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, deadlineMs);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, deadlineMs / 2);
        return settings;
    }
}
