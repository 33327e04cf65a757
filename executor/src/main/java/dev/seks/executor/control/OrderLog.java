// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.control;

import dev.seks.schemas.topic.Sizes;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all partitions of the topic of orders, committed records only, without a group, and confirms again and again that
 * the end was reached. A consumer that gets nothing cannot tell an idle log from one it is cut off from, nor from one that a
 * hanging transaction holds up: so the ends are asked for beside it, what is not committed included.
 */
final class OrderLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OrderLog.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final long ASK_EVERY_NANOS = Duration.ofMillis(200).toNanos();
    private static final int ANSWER_WITHIN_MS = 2_000;
    private static final int RECORDS_OF_A_POLL = 100;
    private static final int BUFFER_BYTES = 2 * Sizes.CLIENT_REQUEST;

    private final List<TopicPartition> partitions;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Admin admin;

    /** The ends as asked for, and the positions at that time. */
    private record Question(
            long askedNanos,
            Map<TopicPartition, Long> positions,
            KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> ends) {}

    OrderLog(Map<String, Object> client, Topics topics) {
        String topic = topics.name(Topic.CONTROLS);
        this.partitions = IntStream.range(0, topics.partitions())
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        this.consumer = new KafkaConsumer<>(consumerSettings(client));
        this.admin = Admin.create(adminSettings(client));
    }

    /**
     * Hands over every record, and the monotonic time as of which all of them were handed over; returns when {@code goesOn}
     * says no.
     *
     * @throws org.apache.kafka.common.KafkaException when the topic cannot be read
     * @throws IllegalStateException when the log has become shorter
     */
    void follow(Consumer<ConsumerRecord<byte[], byte[]>> sink, LongConsumer readAsOf, BooleanSupplier goesOn) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        try {
            read(sink, readAsOf, goesOn);
        } catch (WakeupException e) {
            LOG.debug("event=reading_ended");
        }
    }

    private void read(Consumer<ConsumerRecord<byte[], byte[]>> sink, LongConsumer readAsOf, BooleanSupplier goesOn) {
        Question question = null;
        long lastAsked = System.nanoTime() - ASK_EVERY_NANOS;
        while (goesOn.getAsBoolean()) {
            if (question == null && System.nanoTime() - lastAsked >= ASK_EVERY_NANOS) {
                question = ask();
                lastAsked = question.askedNanos();
            }
            consumer.poll(POLL).forEach(sink);
            if (question != null && question.ends().isDone()) {
                Map<TopicPartition, Long> ends = answer(question);
                if (ends == null) {
                    question = null;
                } else if (isReached(ends)) {
                    readAsOf.accept(question.askedNanos());
                    question = null;
                }
            }
        }
    }

    private Question ask() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        partitions.forEach(partition -> positions.put(partition, consumer.position(partition)));
        // INVARIANT: the time is taken first: what is appended before it lies below the ends
        long now = System.nanoTime();
        return new Question(
                now,
                positions,
                admin.listOffsets(
                                partitions.stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())),
                                new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED).timeoutMs(ANSWER_WITHIN_MS))
                        .all());
    }

    private static @Nullable Map<TopicPartition, Long> answer(Question question) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        try {
            question.ends()
                    .get(0, TimeUnit.MILLISECONDS)
                    .forEach((partition, end) -> ends.put(partition, end.offset()));
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("event=end_of_orders_unknown", e);
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
        question.positions().forEach((partition, position) -> {
            if (ends.get(partition) < position) {
                throw new IllegalStateException(
                        partition + " ends at " + ends.get(partition) + ", and was read up to " + position);
            }
        });
        return ends;
    }

    private boolean isReached(Map<TopicPartition, Long> ends) {
        return partitions.stream().allMatch(partition -> consumer.position(partition) >= ends.get(partition));
    }

    /** Makes {@link #follow} return; safe from any thread. */
    void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
        admin.close(Duration.ZERO);
    }

    private static Map<String, Object> consumerSettings(Map<String, Object> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // a position that the log no longer has is a fault, not a reason to skip
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_OF_A_POLL);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Sizes.CLIENT_REQUEST);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, BUFFER_BYTES);
        return settings;
    }

    private static Map<String, Object> adminSettings(Map<String, Object> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS / 2);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
        return settings;
    }
}
