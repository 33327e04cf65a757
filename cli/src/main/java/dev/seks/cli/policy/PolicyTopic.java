// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.topic.LogReader;
import dev.seks.schemas.topic.Partitioning;
import dev.seks.schemas.topic.Publishers;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.RecordCodec;
import dev.seks.schemas.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The published bundles of one domain, in the order of the log. */
final class PolicyTopic {
    static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Map<String, Object> client;
    private final Topics topics;
    private final RecordCodec<PolicyBundle> codec;
    private final String domain;
    private final Publishers publishers;

    PolicyTopic(
            Map<String, Object> client,
            Topics topics,
            RecordCodec<PolicyBundle> codec,
            String domain,
            Publishers publishers) {
        this.publishers = publishers;
        this.client = Map.copyOf(client);
        this.topics = topics;
        this.codec = codec;
        this.domain = domain;
    }

    String domain() {
        return domain;
    }

    /** The partition of the domain, in this topic and in all others. */
    int partition() {
        return Partitioning.partition(domain.getBytes(StandardCharsets.UTF_8), topics.partitions());
    }

    /**
     * Hands over each bundle that stands in the log; what cannot be decoded is none.
     *
     * @throws IllegalStateException when the log cannot be read to its end
     */
    void read(Consumer<PublishedBundle> sink) {
        read(record -> true, sink);
    }

    private void read(Predicate<ConsumerRecord<byte[], byte[]>> wanted, Consumer<PublishedBundle> sink) {
        TopicPartition home = new TopicPartition(topics.name(Topic.POLICIES), partition());
        try (LogReader reader = LogReader.ofPartitions(client, List.of(home))) {
            reader.drain(
                    DEADLINE,
                    record -> Optional.of(record)
                            .filter(wanted)
                            .flatMap(this::decode)
                            .ifPresent(sink));
        }
    }

    /** The bundle of the highest version that a publisher has signed; of several with that version, the first. */
    Optional<PublishedBundle> newest() {
        AtomicReference<PublishedBundle> newest = new AtomicReference<>();
        read(publishers::published, published -> {
            PublishedBundle before = newest.get();
            if (before == null || published.version() > before.version()) {
                newest.set(published);
            }
        });
        return Optional.ofNullable(newest.get());
    }

    private Optional<PublishedBundle> decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            PolicyBundle bundle = codec.decode(record.value());
            return Optional.of(bundle)
                    .filter(b -> b.getDomain().equals(domain))
                    .map(b -> new PublishedBundle(
                            b,
                            Digest.of(record.value()),
                            new Coordinates(
                                    record.topic(),
                                    record.partition(),
                                    record.offset(),
                                    Instant.ofEpochMilli(record.timestamp()))));
        } catch (WireException e) {
            return Optional.empty();
        }
    }
}
