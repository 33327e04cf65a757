// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.domain;

import dev.seks.schemas.topic.LogReader;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * What stands in the changelog of the broker's store for each request decided, counted from the topics.
 *
 * @param writes records per decision
 * @param bytes of key and value per decision
 */
record Changelog(double writes, double bytes) {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    static Changelog of(Lab lab, Topics topics) {
        long[] decided = {0};
        try (LogReader reader = LogReader.of(lab.client(), topics, List.of(Topic.APPROVED, Topic.DENIED))) {
            reader.drain(PATIENCE, found -> decided[0]++);
        }
        long[] writes = {0};
        long[] bytes = {0};
        String changelog = topics.prefix() + "broker-state-changelog";
        List<TopicPartition> partitions = IntStream.range(0, topics.partitions())
                .mapToObj(partition -> new TopicPartition(changelog, partition))
                .toList();
        try (LogReader reader = LogReader.ofPartitions(lab.client(), partitions)) {
            reader.drain(PATIENCE, found -> {
                writes[0]++;
                bytes[0] += found.serializedKeySize() + Math.max(0, found.serializedValueSize());
            });
        }
        return new Changelog((double) writes[0] / decided[0], (double) bytes[0] / decided[0]);
    }
}
