// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.verdict;

import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.topic.Signatures;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Signs verdicts and publishes them to the topic of verdicts, acknowledged by all in-sync replicas, in the order given. */
public final class KafkaVerdicts implements VerdictPublisher, AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;
    private final RecordCodec<Verdict> codec;
    private final RecordSigner signer;
    private final String topic;

    public KafkaVerdicts(Map<String, Object> client, Topics topics, RecordCodec<Verdict> codec, RecordSigner signer) {
        this.producer = KafkaWriter.open(client, Map.of(ProducerConfig.LINGER_MS_CONFIG, 0));
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
                    .get(KafkaWriter.DELIVERY.plus(KafkaWriter.ONE_REQUEST).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new PublishException("Kafka did not acknowledge a verdict", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PublishException("interrupted while Kafka had a verdict", e);
        }
    }

    @Override
    public void close() {
        producer.close(KafkaWriter.ONE_REQUEST);
    }
}
