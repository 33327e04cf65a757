// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.topic;

import dev.seks.schemas.wire.RecordType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The topics of one installation: their names and how they must be configured.
 *
 * @param prefix of every topic name, e.g. {@code seks.}; letters, digits, {@code . _ -}, at most 64 characters
 * @param partitions of every topic, frozen at creation, 1 to 1024
 */
public record Topics(String prefix, int partitions) {
    public static final String DEFAULT_PREFIX = "seks.";
    public static final int DEFAULT_PARTITIONS = 48;

    private static final int MAX_PARTITIONS = 1024;
    private static final int COMPACTED_SEGMENT_BYTES = 16 * 1024 * 1024;

    public Topics {
        if (!prefix.matches("[A-Za-z0-9._-]{0,64}")) {
            throw new IllegalArgumentException(
                    "topic prefix '" + prefix + "', expected at most 64 letters, digits, '.', '_' or '-'");
        }
        if (partitions < 1 || partitions > MAX_PARTITIONS) {
            throw new IllegalArgumentException(partitions + " partitions, expected 1 to " + MAX_PARTITIONS);
        }
    }

    public static Topics withPartitions(int partitions) {
        return new Topics(DEFAULT_PREFIX, partitions);
    }

    /** Full name of {@code topic}. */
    public String name(Topic topic) {
        return topic.name(prefix);
    }

    /** The topic with this full name, if it is one of ours. */
    public Optional<Topic> of(String name) {
        for (Topic topic : Topic.values()) {
            if (name(topic).equals(name)) {
                return Optional.of(topic);
            }
        }
        return Optional.empty();
    }

    /** The subject of each topic's value in a schema registry (Confluent's topic name strategy) and its record. */
    public Map<String, RecordType> subjects() {
        Map<String, RecordType> subjects = new LinkedHashMap<>();
        for (Topic topic : Topic.values()) {
            subjects.put(name(topic) + "-value", topic.value());
        }
        return subjects;
    }

    /** What Kafka is told when the topic is created, and what it must still say at every start. */
    public Map<String, String> configuration(Topic topic) {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("cleanup.policy", topic.isCompacted() ? "compact" : "delete");
        config.put("retention.ms", "-1");
        config.put("retention.bytes", "-1");
        config.put("message.timestamp.type", "LogAppendTime");
        config.put("max.message.bytes", Integer.toString(topic.maxRecordBytes()));
        if (topic.isPlain()) {
            // Kafka takes the size of what it stores: no small record can grow into one that no reader has room for
            config.put("compression.type", "uncompressed");
        }
        if (topic.isCompacted()) {
            // only closed segments are compacted: small ones keep what a starting process reads small
            config.put("segment.bytes", Integer.toString(COMPACTED_SEGMENT_BYTES));
        }
        return config;
    }
}
