// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.client;

import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.topic.LogReader;
import dev.seks.schemas.topic.Partitioning;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The part of the log in which the answers to one client stand: its domain's partition of the topics of answers. */
final class AnswerLog {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerLog.class);
    private static final List<Topic> ANSWERS =
            List.of(Topic.APPROVED, Topic.DENIED, Topic.PENDING, Topic.RESULTS, Topic.JOURNAL);

    private final ClientConfig config;
    private final Topics topics;
    private final Codecs codecs;
    private final int partition;

    AnswerLog(ClientConfig config, Topics topics, Codecs codecs) {
        this.config = config;
        this.topics = topics;
        this.codecs = codecs;
        this.partition = Partitioning.partition(config.domain().getBytes(StandardCharsets.UTF_8), topics.partitions());
    }

    /** Takes what stands in the log. */
    interface Sink {
        void decision(Decision decision);

        void result(ExecutionResult result);

        void journal(JournalEntry entry);
    }

    /** A reader at the beginning of the partition; its owner closes it. */
    LogReader reader() {
        Map<String, Object> settings = new HashMap<>(config.kafka());
        settings.put(
                "default.api.timeout.ms", Math.toIntExact(config.answersWithin().toMillis()));
        return LogReader.ofPartitions(
                settings,
                ANSWERS.stream()
                        .map(topic -> new TopicPartition(topics.name(topic), partition))
                        .toList());
    }

    /** A reader of what is appended from now on; its owner closes it. */
    LogReader readerFromEnd() {
        LogReader reader = reader();
        try {
            return reader.fromEnd();
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /** Decodes a record and hands it over; one that cannot be decoded is nobody's answer and is passed over. */
    void deliver(ConsumerRecord<byte[], byte[]> from, Sink sink) {
        try {
            if (from.topic().equals(topics.name(Topic.JOURNAL))) {
                sink.journal(codecs.journal().decode(from.value()));
            } else if (from.topic().equals(topics.name(Topic.RESULTS))) {
                ExecutionResult result = codecs.result().decode(from.value());
                if (!result.getLate()) { // a note ends nothing
                    sink.result(result);
                }
            } else {
                sink.decision(codecs.decision().decode(from.value()));
            }
        } catch (WireException e) {
            LOG.warn("undecodable topic={} partition={} offset={}", from.topic(), from.partition(), from.offset());
        }
    }
}
