// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.dev;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.topic.LogReader;
import dev.seks.schemas.topic.Partitioning;
import dev.seks.schemas.topic.Sizes;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.RecordCodec;
import dev.seks.schemas.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publishes the policy bundle of a domain when it says something else than the newest one in the topic. */
final class BundlePublisher {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Map<String, Object> client;
    private final Topics topics;
    private final RecordCodec<PolicyBundle> codec;

    BundlePublisher(Map<String, Object> client, Topics topics, RecordCodec<PolicyBundle> codec) {
        this.client = Map.copyOf(client);
        this.topics = topics;
        this.codec = codec;
    }

    /** The newest version, after publishing it if it is a new one. */
    int publish(String domain, BundleSource source, String operator, Instant now) {
        Optional<PolicyBundle> newest = newest(domain);
        PolicyBundle next = PolicyBundle.newBuilder()
                .setDomain(domain)
                .setVersion(newest.map(PolicyBundle::getVersion).orElse(0) + 1)
                .setPolicy(source.policy())
                .setCatalogue(source.catalogue())
                .setOperators(List.of(operator))
                .setAuthor(operator)
                .setMessage("published by seks dev")
                .setGitCommit(null)
                .setCreatedAt(now.truncatedTo(ChronoUnit.MILLIS))
                .build();
        if (newest.isPresent() && sameWords(newest.get(), next)) {
            return newest.get().getVersion();
        }
        send(domain, codec.encode(next));
        return next.getVersion();
    }

    private static boolean sameWords(PolicyBundle one, PolicyBundle other) {
        return one.getPolicy().equals(other.getPolicy())
                && one.getCatalogue().equals(other.getCatalogue())
                && one.getOperators().equals(other.getOperators());
    }

    private Optional<PolicyBundle> newest(String domain) {
        byte[] key = domain.getBytes(StandardCharsets.UTF_8);
        TopicPartition home =
                new TopicPartition(topics.name(Topic.POLICIES), Partitioning.partition(key, topics.partitions()));
        AtomicReference<PolicyBundle> newest = new AtomicReference<>();
        try (LogReader reader = LogReader.ofPartitions(client, List.of(home))) {
            reader.drain(
                    DEADLINE,
                    message -> decode(message)
                            .filter(bundle -> bundle.getDomain().equals(domain))
                            .ifPresent(newest::set));
        }
        return Optional.ofNullable(newest.get());
    }

    private Optional<PolicyBundle> decode(ConsumerRecord<byte[], byte[]> message) {
        try {
            return Optional.of(codec.decode(message.value()));
        } catch (WireException e) {
            return Optional.empty();
        }
    }

    private void send(String domain, byte[] value) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Sizes.CLIENT_REQUEST);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DEADLINE.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) DEADLINE.toMillis() / 2);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            topics.name(Topic.POLICIES), domain.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        } catch (ExecutionException e) {
            throw EnvironmentFault.because(
                    "the policy cannot be published: " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EnvironmentFault.because("interrupted while publishing the policy", e);
        }
    }
}
