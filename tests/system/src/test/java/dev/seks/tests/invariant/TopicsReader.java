// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import dev.seks.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads whole topics with a plain consumer, up to what stands there when reading begins. */
public final class TopicsReader {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration DEADLINE = Duration.ofSeconds(120);
    private static final int MAX_PARTITION_FETCH_BYTES = 8 * 1024 * 1024;

    private final Map<String, Object> client;
    private final Topics topics;

    /** @param client what a client needs to connect */
    public TopicsReader(Map<String, Object> client, Topics topics) {
        this.client = client;
        this.topics = topics;
    }

    /** The log of the topics of one installation; {@code others} names further topics in which no secret may stand. */
    public Log read(Predicate<String> others) {
        Predicate<String> ours = name -> topics.of(name).isPresent();
        return Log.of(topics, read("read_committed", ours), read("read_uncommitted", ours.or(others)));
    }

    private List<RawRecord> read(String isolation, Predicate<String> wanted) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(isolation);
                KafkaConsumer<byte[], byte[]> uncommitted = consumer("read_uncommitted")) {
            List<TopicPartition> partitions = consumer.listTopics().entrySet().stream()
                    .filter(topic -> wanted.test(topic.getKey()))
                    .flatMap(topic -> topic.getValue().stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = uncommitted.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return upTo(ends, consumer);
        }
    }

    private static List<RawRecord> upTo(Map<TopicPartition, Long> ends, KafkaConsumer<byte[], byte[]> consumer) {
        List<RawRecord> records = new ArrayList<>();
        long giveUp = System.nanoTime() + DEADLINE.toNanos();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException("the topics were not read within " + DEADLINE.toSeconds() + " s");
            }
            for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                // what came meanwhile is left out everywhere, else effects could be read whose causes are not
                if (message.offset() < ends.get(new TopicPartition(message.topic(), message.partition()))) {
                    records.add(raw(message));
                }
            }
        }
        return records;
    }

    private static RawRecord raw(ConsumerRecord<byte[], byte[]> message) {
        List<byte[]> headers = new ArrayList<>();
        message.headers().forEach(header -> {
            headers.add(header.key().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            headers.add(header.value() == null ? new byte[0] : header.value());
        });
        return new RawRecord(
                message.topic(),
                message.partition(),
                message.offset(),
                Instant.ofEpochMilli(message.timestamp()),
                message.key(),
                message.value(),
                headers);
    }

    private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, MAX_PARTITION_FETCH_BYTES);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
