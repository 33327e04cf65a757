// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.topic;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics by assignment, without a group: from a start that the caller chooses, committed records only, up to what
 * stood in the log when reading began or on and on. Not safe for use by several threads.
 */
public final class LogReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Properties settings;
    private final Collection<TopicPartition> partitions;

    private LogReader(Properties settings, Collection<TopicPartition> partitions) {
        this.settings = settings;
        this.consumer = new KafkaConsumer<>(settings);
        this.partitions = partitions;
        consumer.assign(partitions);
    }

    /** A reader of all partitions of some topics, standing at their beginning. {@code client}: bootstrap and security. */
    public static LogReader of(Map<String, Object> client, Topics topics, Collection<Topic> read) {
        return ofPartitions(
                client,
                read.stream()
                        .flatMap(topic -> IntStream.range(0, topics.partitions())
                                .mapToObj(p -> new TopicPartition(topics.name(topic), p)))
                        .toList());
    }

    /** A reader of some partitions, standing at their beginning. */
    public static LogReader ofPartitions(Map<String, Object> client, Collection<TopicPartition> partitions) {
        LogReader reader = new LogReader(settings(client), List.copyOf(partitions));
        reader.consumer.seekToBeginning(reader.partitions);
        return reader;
    }

    /** Moves to the first records appended at or after {@code start}, or to the end where there are none. */
    public LogReader from(Instant start) {
        // INVARIANT: the ends are taken first, so that what is appended while the offsets are looked up is not skipped
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, OffsetAndTimestamp> offsets = consumer.offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(p -> p, p -> start.toEpochMilli())));
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp found = offsets.get(partition);
            consumer.seek(partition, found == null ? ends.get(partition) : found.offset());
        }
        return this;
    }

    /** The offset of the first record appended at or after a time, or of the end where there is none, by partition. */
    public Map<TopicPartition, Long> offsetsAt(Map<TopicPartition, Instant> starts) {
        // INVARIANT: the ends are taken first, as above
        Map<TopicPartition, Long> offsets = new HashMap<>(consumer.endOffsets(starts.keySet()));
        Map<TopicPartition, Long> times = starts.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, start -> start.getValue().toEpochMilli()));
        consumer.offsetsForTimes(times).forEach((partition, found) -> {
            if (found != null) {
                offsets.put(partition, found.offset());
            }
        });
        return offsets;
    }

    /** Moves one of the partitions to an offset; where it is beyond the end, to the end. */
    public LogReader seek(TopicPartition partition, long offset) {
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        consumer.seek(partition, Math.min(offset, end));
        return this;
    }

    /** Moves to the end: only what is appended from now on is read. */
    public LogReader fromEnd() {
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // resolves the end now, not at the next poll
        return this;
    }

    /**
     * Hands over everything committed that stood in the log when the call was made, each partition in order.
     *
     * @throws IllegalStateException when that takes longer than {@code deadline}, e.g. behind a hanging transaction
     */
    public void drain(Duration deadline, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        Map<TopicPartition, Long> ends = highWatermarks();
        long giveUp = System.nanoTime() + deadline.toNanos();
        while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException("the log was not read to its end within " + deadline.toSeconds()
                        + " s: a transaction may hang");
            }
            consumer.poll(POLL).forEach(sink);
        }
    }

    /** Hands over what has been committed since the last call, waiting at most {@code wait} for the first record. */
    public void poll(Duration wait, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        consumer.poll(wait).forEach(sink);
    }

    /** Makes a {@link #poll} in another thread return by throwing {@code WakeupException}; safe from any thread. */
    public void wakeup() {
        consumer.wakeup();
    }

    /** Returns at once: without a group there is nothing to hand over, and a fetch under way would be waited for. */
    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }

    /** The ends including what is not yet committed: a read_committed consumer would only see the last stable offset. */
    private Map<TopicPartition, Long> highWatermarks() {
        Properties uncommitted = new Properties();
        uncommitted.putAll(settings);
        uncommitted.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        try (KafkaConsumer<byte[], byte[]> ends = new KafkaConsumer<>(uncommitted)) {
            return new HashMap<>(ends.endOffsets(partitions));
        }
    }

    private static Properties settings(Map<String, Object> client) {
        Properties settings = new Properties();
        settings.putAll(client);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Sizes.CLIENT_REQUEST);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        return settings;
    }
}
