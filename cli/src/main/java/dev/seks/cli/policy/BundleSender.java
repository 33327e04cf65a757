// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.topic.Signatures;
import dev.seks.schemas.topic.Sizes;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Signs a bundle and writes it to the topic of policies. */
final class BundleSender {
    private final Map<String, Object> client;
    private final Topics topics;
    private final RecordCodec<PolicyBundle> codec;
    private final RecordSigner signer;

    BundleSender(Map<String, Object> client, Topics topics, RecordCodec<PolicyBundle> codec, RecordSigner signer) {
        this.client = Map.copyOf(client);
        this.topics = topics;
        this.codec = codec;
        this.signer = signer;
    }

    /**
     * Returns when the bundle stands in the log, with its place there.
     *
     * @throws EnvironmentFault when it cannot be written
     */
    PublishedBundle send(PolicyBundle bundle) {
        byte[] value = codec.encode(bundle);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] key = bundle.getDomain().getBytes(StandardCharsets.UTF_8);
            RecordMetadata at = producer.send(Signatures.sign(
                            signer, RecordKind.BUNDLE, new ProducerRecord<>(topics.name(Topic.POLICIES), key, value)))
                    .get();
            return new PublishedBundle(
                    bundle,
                    Digest.of(value),
                    new Coordinates(at.topic(), at.partition(), at.offset(), Instant.ofEpochMilli(at.timestamp())));
        } catch (ExecutionException e) {
            throw EnvironmentFault.because(
                    "the policy cannot be published: " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EnvironmentFault.because("interrupted while publishing the policy", e);
        }
    }

    private Map<String, Object> settings() {
        int deadlineMs = Math.toIntExact(PolicyTopic.DEADLINE.toMillis());
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Sizes.CLIENT_REQUEST);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, deadlineMs);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, deadlineMs / 2);
        return settings;
    }
}
