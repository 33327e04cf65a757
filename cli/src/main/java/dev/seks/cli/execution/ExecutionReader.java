// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.execution;

import dev.seks.cli.audit.MergedLog;
import dev.seks.cli.control.OrderJournal;
import dev.seks.cli.option.Cluster;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.ControlKind;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import dev.seks.schemas.wire.WireException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads executions from the topics of a cluster. */
final class ExecutionReader {
    /** Records of one millisecond are told in this order. */
    private static final List<Topic> READ = List.of(Topic.CLAIMS, Topic.RESULTS, Topic.CONTROLS);

    /** How many orders about one call are looked at, the newest first. */
    private static final int MAX_ORDERS_OF_A_CALL = 20;

    private record Ordered(Control order, Coordinates at) {}

    private final Cluster cluster;
    private final Topics topics;
    private final Codecs codecs = Codecs.of(SchemaIds.builtIn());
    private final Map<String, Deque<Ordered>> resolutions = new HashMap<>();

    ExecutionReader(Cluster cluster) {
        this.cluster = cluster;
        this.topics = cluster.topics();
    }

    /**
     * Reads what stands in the log now.
     *
     * @param since null for all of it
     * @throws IllegalStateException when the log cannot be read to its end
     */
    void read(Executions executions, @Nullable Instant since) {
        try (MergedLog log = MergedLog.of(cluster.client(), topics, READ)) {
            if (since != null) {
                log.from(since);
            }
            log.drain(message -> note(message, executions));
        }
        Map<Integer, OrderJournal> journals = new HashMap<>();
        try {
            for (Execution unknown : List.copyOf(executions.unknown(""))) {
                Deque<Ordered> orders = resolutions.getOrDefault(unknown.requestDigest(), new ArrayDeque<>());
                for (Ordered ordered : orders) {
                    if (isTaken(ordered, journals)) {
                        executions.add(ordered.order());
                        break;
                    }
                }
            }
        } finally {
            new ArrayList<>(journals.values()).forEach(OrderJournal::close);
        }
    }

    private boolean isTaken(Ordered ordered, Map<Integer, OrderJournal> journals) {
        return journals.computeIfAbsent(
                        ordered.at().getPartition(),
                        partition -> new OrderJournal(cluster.client(), topics, codecs.journal(), partition))
                .find(ordered.at())
                .filter(entry -> entry.getReason() == null)
                .isPresent();
    }

    private void note(ConsumerRecord<byte[], byte[]> message, Executions executions) {
        try {
            if (message.topic().equals(topics.name(Topic.CLAIMS))) {
                executions.add(codecs.claim().decode(message.value()));
            } else if (message.topic().equals(topics.name(Topic.RESULTS))) {
                ExecutionResult result = codecs.result().decode(message.value());
                // the body can be large and is of no use here
                result.put(ExecutionResult.getClassSchema().getField("body").pos(), null);
                executions.add(result);
            } else {
                note(message, codecs.control().decode(message.value()));
            }
        } catch (WireException e) {
            return; // no record of ours says nothing about executions
        }
    }

    private void note(ConsumerRecord<byte[], byte[]> message, Control order) {
        if (order.getKind() != ControlKind.RESOLVE || order.getRequestDigest() == null) {
            return;
        }
        Coordinates at = new Coordinates(
                message.topic(), message.partition(), message.offset(), Instant.ofEpochMilli(message.timestamp()));
        Deque<Ordered> orders = resolutions.computeIfAbsent(order.getRequestDigest(), unused -> new ArrayDeque<>());
        orders.addFirst(new Ordered(order, at));
        if (orders.size() > MAX_ORDERS_OF_A_CALL) {
            orders.removeLast();
        }
    }
}
