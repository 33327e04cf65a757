// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.domain;

import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A hand-written exactly-once loop that copies records, committing as often as the broker does: what a transaction
 * takes, without state and without deciding.
 */
final class LoopPipe implements Pipe {
    private static final Duration POLL = Duration.ofMillis(2);

    private final Topics topics;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread thread;
    private final long commitNs;
    private final Map<TopicPartition, OffsetAndMetadata> copied = new HashMap<>();
    private long committed = System.nanoTime();

    LoopPipe(Lab lab, Topics topics, int commitMs) {
        this.commitNs = Duration.ofMillis(commitMs).toNanos();
        this.topics = topics;
        Properties settings = new Properties();
        settings.putAll(lab.client());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, topics.prefix() + "loop");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.producer = lab.producer(Map.of(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                topics.prefix() + "loop",
                ProducerConfig.RETRY_BACKOFF_MS_CONFIG,
                2));
        this.thread = new Thread(this::run, "loop");
        thread.start();
    }

    @Override
    public String name() {
        return "plain exactly-once loop";
    }

    @Override
    public Topic input() {
        return Topic.REQUESTS;
    }

    @Override
    public Topic output() {
        return Topic.APPROVED;
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }

    private void run() {
        try (consumer) {
            producer.initTransactions();
            consumer.subscribe(List.of(topics.name(input())));
            while (true) {
                copy(consumer.poll(POLL));
                commitWhenDue();
            }
        } catch (WakeupException e) {
            Thread.currentThread().interrupt(); // closing
        }
    }

    private void copy(ConsumerRecords<byte[], byte[]> records) {
        if (!records.isEmpty() && copied.isEmpty()) {
            producer.beginTransaction();
        }
        for (ConsumerRecord<byte[], byte[]> consumed : records) {
            producer.send(new ProducerRecord<>(
                    topics.name(output()), consumed.partition(), consumed.key(), consumed.value()));
            copied.put(
                    new TopicPartition(consumed.topic(), consumed.partition()),
                    new OffsetAndMetadata(consumed.offset() + 1));
        }
    }

    /** Right after the transaction before, the broker is still busy with that one: to wait a little is faster. */
    private void commitWhenDue() {
        if (!copied.isEmpty() && System.nanoTime() - committed >= commitNs) {
            producer.sendOffsetsToTransaction(copied, consumer.groupMetadata());
            producer.commitTransaction();
            copied.clear();
            committed = System.nanoTime();
        }
    }
}
