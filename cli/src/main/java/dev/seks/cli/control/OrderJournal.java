// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.control;

import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.topic.LogReader;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.RecordCodec;
import dev.seks.schemas.wire.WireException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads from the journal of one partition what the broker made of orders. */
public final class OrderJournal implements AutoCloseable {
    /** An answer that comes from the log as it stands takes milliseconds; after this long without one there is none. */
    public static final Duration GLANCE = Duration.ofSeconds(1);

    private final LogReader reader;
    private final RecordCodec<JournalEntry> codec;

    public OrderJournal(Map<String, Object> client, Topics topics, RecordCodec<JournalEntry> codec, int partition) {
        this.reader =
                LogReader.ofPartitions(client, List.of(new TopicPartition(topics.name(Topic.JOURNAL), partition)));
        this.codec = codec;
    }

    /** The entry about the order, if that is written down before nothing new has been for {@code patience}. */
    public Optional<JournalEntry> entry(Coordinates order, Duration patience) {
        // the entry about an order is appended after the order
        reader.from(order.getAppendTime());
        AtomicReference<JournalEntry> found = new AtomicReference<>();
        long giveUp = System.nanoTime() + patience.toNanos();
        while (found.get() == null) {
            AtomicInteger read = new AtomicInteger();
            reader.poll(GLANCE.compareTo(patience) < 0 ? GLANCE : patience, record -> {
                read.incrementAndGet();
                about(record, order).ifPresent(found::set);
            });
            if (read.get() == 0 && System.nanoTime() > giveUp) {
                return Optional.empty();
            }
        }
        return Optional.of(found.get());
    }

    private Optional<JournalEntry> about(ConsumerRecord<byte[], byte[]> record, Coordinates order) {
        try {
            return Optional.of(codec.decode(record.value()))
                    .filter(entry -> entry.getKind() == EventKind.CONTROL)
                    .filter(entry -> entry.getCause().getOffset() == order.getOffset()
                            && entry.getCause().getTopic().equals(order.getTopic()));
        } catch (WireException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
