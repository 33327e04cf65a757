// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.topic.LogReader;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.RecordCodec;
import dev.seks.schemas.wire.WireException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads from the journal what became of bundles. To be asked in the order of the log: of several bundles with the same
 * version, only the first that was brought into force was.
 */
final class Standings implements AutoCloseable {
    /** An answer that comes from the log as it stands takes milliseconds; after this long there is none. */
    static final Duration GLANCE = Duration.ofSeconds(1);

    private final LogReader reader;
    private final RecordCodec<JournalEntry> codec;
    private final Set<Integer> activated = new HashSet<>();

    Standings(Map<String, Object> client, Topics topics, RecordCodec<JournalEntry> codec, int partition) {
        this.reader =
                LogReader.ofPartitions(client, List.of(new TopicPartition(topics.name(Topic.JOURNAL), partition)));
        this.codec = codec;
    }

    /** What became of the bundle, if that is written down before nothing new has been for {@code patience}. */
    Standing of(PublishedBundle published, Duration patience) {
        // the entry about a bundle is appended after the bundle
        reader.from(published.at().getAppendTime());
        AtomicReference<JournalEntry> found = new AtomicReference<>();
        long giveUp = System.nanoTime() + patience.toNanos();
        while (found.get() == null) {
            AtomicInteger read = new AtomicInteger();
            reader.poll(GLANCE.compareTo(patience) < 0 ? GLANCE : patience, record -> {
                read.incrementAndGet();
                about(record, published.at()).ifPresent(found::set);
            });
            if (read.get() == 0 && System.nanoTime() > giveUp) {
                return Standing.UNREAD;
            }
        }
        JournalEntry entry = found.get();
        Integer inForce = entry.getPolicyVersion();
        boolean came = inForce != null && inForce == published.version() && activated.add(inForce);
        return new Standing(came ? Standing.Word.ACTIVATED : Standing.Word.REFUSED, Optional.of(entry));
    }

    @Override
    public void close() {
        reader.close();
    }

    private Optional<JournalEntry> about(ConsumerRecord<byte[], byte[]> record, Coordinates bundle) {
        try {
            return Optional.of(codec.decode(record.value()))
                    .filter(entry -> entry.getKind() == EventKind.POLICY)
                    .filter(entry -> entry.getCause().getOffset() == bundle.getOffset()
                            && entry.getCause().getTopic().equals(bundle.getTopic()));
        } catch (WireException e) {
            return Optional.empty();
        }
    }
}
