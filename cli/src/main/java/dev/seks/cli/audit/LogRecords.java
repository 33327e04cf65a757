// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.RecordJson;
import dev.seks.schemas.wire.RecordType;
import dev.seks.schemas.wire.SchemaIds;
import dev.seks.schemas.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Decodes the records of every topic, and shows them as JSON together with where they stand. */
final class LogRecords {
    private final Topics topics;
    private final Codecs codecs;
    private final RecordJson json;

    LogRecords(Topics topics, SchemaIds ids) {
        this.topics = topics;
        this.codecs = Codecs.of(ids);
        this.json = RecordJson.of(ids);
    }

    LogRecord decode(ConsumerRecord<byte[], byte[]> place) {
        Topic topic = topics.of(place.topic())
                .orElseThrow(() -> new IllegalArgumentException(place.topic() + ", expected a topic of seks"));
        try {
            return new LogRecord(place, Optional.of(decode(topic.value(), place.value())), "");
        } catch (WireException e) {
            return new LogRecord(place, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    /** Where the record stands and what it says: topic, partition, offset, appendTime, key, value. */
    ObjectNode render(LogRecord record) {
        ConsumerRecord<byte[], byte[]> place = record.place();
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("topic", place.topic());
        line.put("partition", place.partition());
        line.put("offset", place.offset());
        line.set("appendTime", RecordJson.time(Instant.ofEpochMilli(place.timestamp())));
        line.put("key", text(place.key()));
        line.set("value", record.message().map(json::render).orElse(null));
        if (record.message().isEmpty()) {
            line.put("undecodable", record.fault());
        }
        return line;
    }

    private SpecificRecord decode(RecordType type, byte @Nullable [] value) throws WireException {
        return switch (type) {
            case CAPABILITY_REQUEST -> codecs.request().decode(value);
            case DECISION -> codecs.decision().decode(value);
            case VERDICT -> codecs.verdict().decode(value);
            case POLICY_BUNDLE -> codecs.bundle().decode(value);
            case CONTROL -> codecs.control().decode(value);
            case TICK -> codecs.tick().decode(value);
            case JOURNAL_ENTRY -> codecs.journal().decode(value);
            case CLAIM -> codecs.claim().decode(value);
            case PROGRESS -> codecs.progress().decode(value);
            case EXECUTION_RESULT -> codecs.result().decode(value);
            case ATTEMPT -> codecs.attempt().decode(value);
        };
    }

    private static @Nullable String text(byte @Nullable [] key) {
        return key == null ? null : new String(key, StandardCharsets.UTF_8);
    }
}
