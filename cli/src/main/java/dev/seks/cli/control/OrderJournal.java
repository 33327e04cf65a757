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
    private static final Duration GLANCE = Duration.ofSeconds(1);

    private static final Duration POLL = Duration.ofMillis(100);

    private final LogReader reader;
    private final RecordCodec<JournalEntry> codec;

    public OrderJournal(Map<String, Object> client, Topics topics, RecordCodec<JournalEntry> codec, int partition) {
        this.reader =
                LogReader.ofPartitions(client, List.of(new TopicPartition(topics.name(Topic.JOURNAL), partition)));
        this.codec = codec;
    }

    /** The entry about an order that was just given, if it is written down within {@code patience}. */
    public Optional<JournalEntry> await(Coordinates order, Duration patience) {
        return read(order, patience, false);
    }

    /** The entry about an order, if it stands in the journal. */
    public Optional<JournalEntry> find(Coordinates order) {
        return read(order, GLANCE, true);
    }

    /** {@code onwards}: the time counts only while nothing comes. */
    private Optional<JournalEntry> read(Coordinates order, Duration patience, boolean onwards) {
        // the entry about an order is appended after the order
        reader.from(order.getAppendTime());
        AtomicReference<JournalEntry> found = new AtomicReference<>();
        long giveUp = System.nanoTime() + patience.toNanos();
        while (found.get() == null) {
            AtomicInteger read = new AtomicInteger();
            reader.poll(POLL, record -> {
                read.incrementAndGet();
                about(record, order).ifPresent(found::set);
            });
            boolean isLate = System.nanoTime() > giveUp;
            if (onwards && read.get() > 0) {
                giveUp = System.nanoTime() + patience.toNanos();
            } else if (isLate && found.get() == null) {
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
