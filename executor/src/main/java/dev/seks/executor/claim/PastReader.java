// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import dev.seks.schemas.record.Claim;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.Progress;
import dev.seks.schemas.topic.LogReader;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.WireException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the past of partitions up to the high watermark, after their producers have fenced every predecessor.
 *
 * <p>How far back claims are read is exact: each progress record names the offset below which all claims of its partition
 * had their results when it was written. Results are read from a while before the first of the claims after that.
 */
final class PastReader {
    private static final Logger LOG = LoggerFactory.getLogger(PastReader.class);

    /** How far the clocks of two Kafka brokers, which stamp claims and results, may be apart. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

    private final Map<String, Object> client;
    private final Topics topics;
    private final Codecs codecs;
    private final Duration deadline;

    PastReader(Map<String, Object> client, Topics topics, Codecs codecs, Duration deadline) {
        this.client = client;
        this.topics = topics;
        this.codecs = codecs;
        this.deadline = deadline;
    }

    /** The past of each of the partitions. */
    Map<Integer, PartitionPast> read(Collection<Integer> partitions) {
        Map<Integer, Reading> readings = new HashMap<>();
        partitions.forEach(partition -> readings.put(partition, new Reading()));
        try (LogReader progress = LogReader.ofPartitions(client, of(Topic.PROGRESS, partitions))) {
            progress.drain(
                    deadline, message -> readings.get(message.partition()).progress(message));
        }
        try (LogReader claims = LogReader.ofPartitions(client, of(Topic.CLAIMS, partitions))) {
            readings.forEach((partition, reading) ->
                    claims.seek(new TopicPartition(topics.name(Topic.CLAIMS), partition), reading.resolvedBelow));
            claims.drain(deadline, message -> readings.get(message.partition()).claim(message));
        }
        readResults(readings);
        Map<Integer, PartitionPast> pasts = new HashMap<>();
        readings.forEach((partition, reading) -> pasts.put(partition, reading.past()));
        return pasts;
    }

    private void readResults(Map<Integer, Reading> readings) {
        List<Integer> withClaims = readings.entrySet().stream()
                .filter(entry -> !entry.getValue().claims.isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        if (withClaims.isEmpty()) {
            return;
        }
        long firstClaimMs = withClaims.stream()
                .mapToLong(partition -> readings.get(partition).firstClaimMs)
                .min()
                .orElseThrow();
        try (LogReader results = LogReader.ofPartitions(client, of(Topic.RESULTS, withClaims))
                .from(Instant.ofEpochMilli(firstClaimMs).minus(CLOCK_SKEW))) {
            results.drain(deadline, message -> readings.get(message.partition()).result(message));
        }
    }

    private List<TopicPartition> of(Topic topic, Collection<Integer> partitions) {
        return partitions.stream()
                .map(partition -> new TopicPartition(topics.name(topic), partition))
                .toList();
    }

    /** What has been read of one partition so far. A record that cannot be read is no word of ours and changes nothing. */
    private final class Reading {
        private final Map<String, Long> lastSeqs = new HashMap<>();
        private final Map<ClaimKey, OpenClaim> claims = new LinkedHashMap<>();
        private final Set<ClaimKey> resolved = new HashSet<>();
        private long resolvedBelow;
        private long nextClaim;
        private long firstClaimMs;

        void progress(ConsumerRecord<byte[], byte[]> message) {
            try {
                Progress progress = codecs.progress().decode(message.value());
                lastSeqs.merge(progress.getDomain(), progress.getLastSeq(), Math::max);
                resolvedBelow = Math.max(resolvedBelow, progress.getClaimsResolvedBelow());
                nextClaim = resolvedBelow;
            } catch (WireException e) {
                unreadable(message, e);
            }
        }

        void claim(ConsumerRecord<byte[], byte[]> message) {
            nextClaim = message.offset() + 1;
            try {
                Claim claim = codecs.claim().decode(message.value());
                if (claims.isEmpty()) {
                    firstClaimMs = message.timestamp();
                }
                OpenClaim open = new OpenClaim(claim, message.offset());
                claims.putIfAbsent(open.key(), open);
                lastSeqs.merge(claim.getDomain(), claim.getSeq(), Math::max);
            } catch (WireException e) {
                unreadable(message, e);
            }
        }

        void result(ConsumerRecord<byte[], byte[]> message) {
            try {
                ExecutionResult result = codecs.result().decode(message.value());
                resolved.add(new ClaimKey(result.getDomain(), result.getSeq()));
            } catch (WireException e) {
                unreadable(message, e);
            }
        }

        PartitionPast past() {
            List<OpenClaim> open = new ArrayList<>(claims.values());
            open.removeIf(claim -> resolved.contains(claim.key()));
            return new PartitionPast(lastSeqs, nextClaim, open);
        }

        private void unreadable(ConsumerRecord<byte[], byte[]> message, WireException e) {
            LOG.error(
                    "event=record_unreadable topic={} partition={} offset={} reason=\"{}\"",
                    message.topic(),
                    message.partition(),
                    message.offset(),
                    e.getMessage());
        }
    }
}
