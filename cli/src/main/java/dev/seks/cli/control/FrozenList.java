// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.control;

import dev.seks.cli.option.Cluster;
import dev.seks.schemas.control.Freeze;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.ControlKind;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.topic.LogReader;
import dev.seks.schemas.topic.Partitioning;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import dev.seks.schemas.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What is frozen in a domain, from the log: the last order about each target that the broker took. An order that it has not
 * come to yet counts too, as it does for executors.
 */
final class FrozenList {
    /** How many orders about one target are looked at, the newest first. */
    private static final int MAX_ORDERS_OF_A_TARGET = 50;

    /** An order to freeze or to unfreeze, and where it stands. */
    record Ordered(Control order, Coordinates at) {}

    private FrozenList() {}

    /**
     * Reads it, oldest freeze first.
     *
     * @throws IllegalStateException when the log cannot be read to its end
     */
    static List<Frozen> read(Cluster cluster) {
        Topics topics = cluster.topics();
        Codecs codecs = Codecs.of(SchemaIds.builtIn());
        int partition = Partitioning.partition(cluster.domain().getBytes(StandardCharsets.UTF_8), topics.partitions());
        Map<Freeze, Deque<Ordered>> orders = new LinkedHashMap<>();
        TopicPartition home = new TopicPartition(topics.name(Topic.CONTROLS), partition);
        try (LogReader reader = LogReader.ofPartitions(cluster.client(), List.of(home))) {
            reader.drain(
                    Cluster.PATIENCE,
                    message -> decode(codecs, message)
                            .filter(ordered -> ordered.order().getDomain().equals(cluster.domain()))
                            .ifPresent(ordered -> add(orders, ordered)));
        }
        try (OrderJournal journal = new OrderJournal(cluster.client(), topics, codecs.journal(), partition)) {
            return inForce(orders, ordered -> journal.find(ordered.at()));
        }
    }

    /** Pure: {@code fates} tells what the broker made of an order. */
    static List<Frozen> inForce(Map<Freeze, Deque<Ordered>> orders, Function<Ordered, Optional<JournalEntry>> fates) {
        List<Frozen> frozen = new ArrayList<>();
        orders.forEach((freeze, about) -> {
            for (Ordered ordered : about) {
                Optional<JournalEntry> entry = fates.apply(ordered);
                if (entry.map(JournalEntry::getReason).isPresent()) {
                    continue; // refused: what was before still holds
                }
                if (ordered.order().getKind() == ControlKind.FREEZE) {
                    frozen.add(new Frozen(freeze, ordered.order(), ordered.at().getAppendTime(), entry.isPresent()));
                }
                return;
            }
        });
        frozen.sort(Comparator.comparing(Frozen::since));
        return frozen;
    }

    /** The newest stands first. */
    static void add(Map<Freeze, Deque<Ordered>> orders, Ordered ordered) {
        Freeze.of(ordered.order()).ifPresent(freeze -> {
            Deque<Ordered> about = orders.computeIfAbsent(freeze, unused -> new ArrayDeque<>());
            about.addFirst(ordered);
            if (about.size() > MAX_ORDERS_OF_A_TARGET) {
                about.removeLast();
            }
        });
    }

    private static Optional<Ordered> decode(Codecs codecs, ConsumerRecord<byte[], byte[]> message) {
        try {
            Control order = codecs.control().decode(message.value());
            boolean isAbout = order.getKind() == ControlKind.FREEZE || order.getKind() == ControlKind.UNFREEZE;
            Coordinates at = new Coordinates(
                    message.topic(), message.partition(), message.offset(), Instant.ofEpochMilli(message.timestamp()));
            return isAbout ? Optional.of(new Ordered(order, at)) : Optional.empty();
        } catch (WireException e) {
            return Optional.empty();
        }
    }
}
