// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.audit;

import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Several topics as one log: committed records only, in the order of their append times, whatever partition they stand
 * in. Memory is bounded by {@link #BUFFER_BYTES}, however long the log is: a partition that is ahead is paused until the
 * others have caught up. Not safe for use by several threads.
 */
public final class MergedLog implements AutoCloseable {
    /** What may be fetched ahead, over all partitions together. */
    static final int BUFFER_BYTES = 32 * 1024 * 1024;

    private static final int LEAST_BYTES_OF_A_PARTITION = 64 * 1024;
    private static final int RECORDS_OF_A_POLL = 200;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration STANDSTILL = Duration.ofSeconds(30);

    private final Map<String, Object> client;
    private final List<TopicPartition> partitions;
    private final Map<String, Integer> order;
    private final KafkaConsumer<byte[], byte[]> consumer;

    private MergedLog(Map<String, Object> client, List<TopicPartition> partitions, Map<String, Integer> order) {
        this.client = client;
        this.partitions = partitions;
        this.order = order;
        this.consumer = new KafkaConsumer<>(settings("read_committed"));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** The log of some topics; records of one millisecond come in the order in which the topics are given. */
    public static MergedLog of(Map<String, Object> client, Topics topics, List<Topic> read) {
        List<TopicPartition> partitions = read.stream()
                .flatMap(topic -> IntStream.range(0, topics.partitions())
                        .mapToObj(partition -> new TopicPartition(topics.name(topic), partition)))
                .toList();
        Map<String, Integer> order = read.stream().collect(Collectors.toMap(topics::name, read::indexOf));
        return new MergedLog(client, partitions, order);
    }

    /** Begins with what was appended at or after {@code start}. */
    public MergedLog from(Instant start) {
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(p -> p, p -> start.toEpochMilli())));
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp offset = found.get(partition);
            if (offset == null) {
                consumer.seekToEnd(List.of(partition));
            } else {
                consumer.seek(partition, offset.offset());
            }
        }
        return this;
    }

    /**
     * Hands over what stands in the log now.
     *
     * @throws IllegalStateException when nothing moves for 30 s, e.g. behind a transaction that hangs
     */
    public void drain(Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        Map<TopicPartition, Long> ends = ends();
        Map<TopicPartition, Queue<ConsumerRecord<byte[], byte[]>>> ahead = new HashMap<>();
        partitions.forEach(partition -> ahead.put(partition, new ArrayDeque<>()));
        PriorityQueue<ConsumerRecord<byte[], byte[]>> heads = new PriorityQueue<>(inOrder());
        Collection<TopicPartition> dry = new ArrayList<>(partitions);
        while (true) {
            fill(dry, ends, ahead);
            dry.forEach(partition -> next(ahead.get(partition), heads));
            dry.clear();
            ConsumerRecord<byte[], byte[]> first = heads.poll();
            if (first == null) {
                consumer.resume(partitions);
                return;
            }
            sink.accept(first);
            TopicPartition from = new TopicPartition(first.topic(), first.partition());
            if (!next(ahead.get(from), heads)) {
                dry.add(from);
            }
        }
    }

    /** Hands over what is appended from now on, as it is committed, while {@code goesOn}. */
    public void follow(Consumer<ConsumerRecord<byte[], byte[]>> sink, BooleanSupplier goesOn) {
        while (goesOn.getAsBoolean()) {
            List<ConsumerRecord<byte[], byte[]>> some = new ArrayList<>();
            consumer.poll(POLL).forEach(some::add);
            some.sort(inOrder());
            some.forEach(sink);
        }
    }

    /** Returns at once: without a group there is nothing to hand over, and a fetch under way would be waited for. */
    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }

    private static boolean next(
            Queue<ConsumerRecord<byte[], byte[]>> ahead, PriorityQueue<ConsumerRecord<byte[], byte[]>> heads) {
        ConsumerRecord<byte[], byte[]> next = ahead.poll();
        return next != null && heads.add(next);
    }

    /** Reads on until each of the dry partitions has a record to offer, or has come to its end. */
    private void fill(
            Collection<TopicPartition> dry,
            Map<TopicPartition, Long> ends,
            Map<TopicPartition, Queue<ConsumerRecord<byte[], byte[]>>> ahead) {
        long giveUp = System.nanoTime() + STANDSTILL.toNanos();
        while (true) {
            List<TopicPartition> wanted = dry.stream()
                    .filter(p -> ahead.get(p).isEmpty() && consumer.position(p) < ends.get(p))
                    .toList();
            if (wanted.isEmpty()) {
                return;
            }
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException("the log was not read to its end: nothing came of " + wanted.get(0)
                        + " for " + STANDSTILL.toSeconds() + " s, a transaction may hang");
            }
            consumer.pause(partitions);
            consumer.resume(wanted);
            for (ConsumerRecord<byte[], byte[]> one : consumer.poll(POLL)) {
                TopicPartition from = new TopicPartition(one.topic(), one.partition());
                if (one.offset() < ends.get(from)) {
                    ahead.get(from).add(one);
                }
            }
        }
    }

    private Comparator<ConsumerRecord<byte[], byte[]>> inOrder() {
        return Comparator.<ConsumerRecord<byte[], byte[]>>comparingLong(ConsumerRecord::timestamp)
                .thenComparingInt(one -> order.getOrDefault(one.topic(), 0))
                .thenComparingInt(ConsumerRecord::partition)
                .thenComparingLong(ConsumerRecord::offset);
    }

    /** The ends including what is not yet committed: a read_committed consumer would only see the last stable offset. */
    private Map<TopicPartition, Long> ends() {
        try (KafkaConsumer<byte[], byte[]> all = new KafkaConsumer<>(settings("read_uncommitted"))) {
            return new HashMap<>(all.endOffsets(partitions));
        }
    }

    private Map<String, Object> settings(String isolation) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("key.deserializer", ByteArrayDeserializer.class);
        settings.put("value.deserializer", ByteArrayDeserializer.class);
        settings.put("isolation.level", isolation);
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        settings.put("allow.auto.create.topics", false);
        settings.put("max.poll.records", RECORDS_OF_A_POLL);
        settings.put("fetch.max.bytes", BUFFER_BYTES);
        settings.put(
                "max.partition.fetch.bytes",
                Math.max(LEAST_BYTES_OF_A_PARTITION, BUFFER_BYTES / Math.max(1, partitions.size())));
        settings.put("default.api.timeout.ms", Math.toIntExact(STANDSTILL.toMillis()));
        return settings;
    }
}
