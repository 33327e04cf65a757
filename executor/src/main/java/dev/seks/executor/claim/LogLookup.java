// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads single places of the log, committed records only. Not safe for use by several threads. */
final class LogLookup implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    /** A lookup begins only when the fetch that the last one left behind has been answered. */
    private static final int FETCH_WAIT_MS = 5;

    private final KafkaConsumer<byte[], byte[]> consumer;

    LogLookup(Map<String, Object> client) {
        Map<String, Object> settings = KafkaSettings.reader(client);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS);
        this.consumer = new KafkaConsumer<>(settings);
    }

    /** The record at an offset; empty when there is none, or it was never committed. */
    Optional<ConsumerRecord<byte[], byte[]>> at(TopicPartition partition, long offset) {
        consumer.assign(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        if (offset < 0 || offset >= end) {
            return Optional.empty();
        }
        consumer.seek(partition, offset);
        long giveUp = System.nanoTime() + DEADLINE.toNanos();
        while (consumer.position(partition) <= offset) {
            refuseToWaitPast(giveUp, partition);
            for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
                return found.offset() == offset ? Optional.of(found) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Hands over what is committed from an offset on and gives the offset at which to go on another time. */
    long scan(TopicPartition partition, long from, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        consumer.assign(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        if (from >= end) {
            return from;
        }
        consumer.seek(partition, from);
        long giveUp = System.nanoTime() + DEADLINE.toNanos();
        while (consumer.position(partition) < end) {
            refuseToWaitPast(giveUp, partition);
            consumer.poll(POLL).forEach(sink);
        }
        return consumer.position(partition);
    }

    private static void refuseToWaitPast(long giveUp, TopicPartition partition) {
        if (System.nanoTime() > giveUp) {
            throw new TimeoutException(partition + " could not be read within " + DEADLINE.toSeconds() + " s");
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
