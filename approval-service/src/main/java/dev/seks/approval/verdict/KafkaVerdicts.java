// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.verdict;

import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.topic.Signatures;
import dev.seks.schemas.topic.Sizes;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Signs verdicts and publishes them to the topic of verdicts, acknowledged by all in-sync replicas, in the order given. */
public final class KafkaVerdicts implements VerdictPublisher, AutoCloseable {
    /** How long a verdict may be on its way before the person is told that it failed. */
    static final Duration DELIVERY = Duration.ofSeconds(10);

    private static final Duration ONE_REQUEST = Duration.ofSeconds(5);

    private final KafkaProducer<byte[], byte[]> producer;
    private final RecordCodec<Verdict> codec;
    private final RecordSigner signer;
    private final String topic;

    public KafkaVerdicts(Map<String, Object> client, Topics topics, RecordCodec<Verdict> codec, RecordSigner signer) {
        this.producer = new KafkaProducer<>(settings(client), new ByteArraySerializer(), new ByteArraySerializer());
        this.codec = codec;
        this.signer = signer;
        this.topic = topics.name(Topic.VERDICTS);
    }

    @Override
    public void publish(Verdict verdict, int partition) throws PublishException {
        byte[] key = verdict.getDomain().getBytes(StandardCharsets.UTF_8);
        try {
            producer.send(Signatures.sign(
                            signer,
                            RecordKind.VERDICT,
                            new ProducerRecord<>(topic, partition, key, codec.encode(verdict))))
                    .get(DELIVERY.plus(ONE_REQUEST).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new PublishException("Kafka did not acknowledge a verdict", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PublishException("interrupted while Kafka had a verdict", e);
        }
    }

    private static Map<String, Object> settings(Map<String, Object> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ONE_REQUEST.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ONE_REQUEST.toMillis());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis());
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Sizes.CLIENT_REQUEST);
        return settings;
    }

    @Override
    public void close() {
        producer.close(ONE_REQUEST);
    }
}
