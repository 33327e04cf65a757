// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import dev.seks.executor.claim.PartitionPast.Mark;
import dev.seks.schemas.record.Claim;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.ExecutionStatus;
import dev.seks.schemas.record.Progress;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.topic.LogReader;
import dev.seks.schemas.topic.Partitioning;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the past of partitions up to the high watermark, after their producers have fenced every predecessor.
 *
 * <p>INVARIANT: what was done stands in claims and results, which nobody can take back; progress only tells from where on
 * to read them. Progress is compacted, so whoever can write it can make older records of it stand for newer ones, or remove
 * them: therefore each tells how far back a reader must go for its domain, and how many there must be. Where one is missing
 * all is read. What no executor has signed says nothing.
 */
final class PastReader {
    private static final Logger LOG = LoggerFactory.getLogger(PastReader.class);

    /** How far the clocks of executors and of the Kafka brokers, which stamp claims and results, may be apart. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

    private final ClaimSettings settings;

    PastReader(ClaimSettings settings) {
        this.settings = settings;
    }

    /** The past of each of the partitions. */
    Map<Integer, PartitionPast> read(Collection<Integer> partitions) {
        Map<Integer, Reading> readings = new HashMap<>();
        partitions.forEach(partition -> readings.put(partition, new Reading(partition)));
        try (LogReader progress = reader(Topic.PROGRESS, partitions)) {
            progress.drain(
                    settings.recoverWithin(),
                    message -> readings.get(message.partition()).progress(message));
        }
        try (LogReader claims = reader(Topic.CLAIMS, partitions)) {
            readings.forEach((partition, reading) -> claims.seek(
                    partition(Topic.CLAIMS, partition), reading.from().claims()));
            claims.drain(
                    settings.recoverWithin(),
                    message -> readings.get(message.partition()).claim(message));
        }
        try (LogReader results = reader(Topic.RESULTS, partitions)) {
            seekResults(results, readings);
            results.drain(
                    settings.recoverWithin(),
                    message -> readings.get(message.partition()).result(message));
        }
        Map<Integer, PartitionPast> pasts = new HashMap<>();
        readings.forEach((partition, reading) -> pasts.put(partition, reading.past()));
        return pasts;
    }

    /** To where progress says, and further back where the result of an open claim may stand before that. */
    private void seekResults(LogReader results, Map<Integer, Reading> readings) {
        Map<TopicPartition, Instant> claimed = new HashMap<>();
        readings.forEach((partition, reading) -> reading.firstClaim()
                .ifPresent(first -> claimed.put(partition(Topic.RESULTS, partition), first.minus(CLOCK_SKEW))));
        Map<TopicPartition, Long> byTime = results.offsetsAt(claimed);
        readings.forEach((partition, reading) -> {
            TopicPartition topicPartition = partition(Topic.RESULTS, partition);
            long known = reading.from().results();
            results.seek(topicPartition, Math.min(known, byTime.getOrDefault(topicPartition, known)));
        });
    }

    private LogReader reader(Topic topic, Collection<Integer> partitions) {
        return LogReader.ofPartitions(
                settings.client(),
                partitions.stream()
                        .map(partition -> partition(topic, partition))
                        .toList());
    }

    private TopicPartition partition(Topic topic, int partition) {
        return new TopicPartition(settings.topics().name(topic), partition);
    }

    /** What has been read of one partition so far. A record that is no word of ours changes nothing. */
    private final class Reading {
        private final int partition;
        private final Map<String, Long> lastSeqs = new HashMap<>();
        private final Map<String, Mark> marks = new HashMap<>();
        private final Map<ClaimKey, OpenClaim> claims = new LinkedHashMap<>();
        private final Set<ClaimKey> resolved = new HashSet<>();
        private final Set<ClaimKey> givenUp = new HashSet<>();
        private int domains;
        private long resolvedBelow;
        private long decisionsBelow;
        private long nextClaim;
        private long nextResult;
        private long firstClaimMs = Long.MAX_VALUE;

        Reading(int partition) {
            this.partition = partition;
        }

        void progress(ConsumerRecord<byte[], byte[]> message) {
            if (!isOurs(RecordKind.PROGRESS, message)) {
                return;
            }
            try {
                Progress progress = settings.codecs().progress().decode(message.value());
                if (!isAtHome(progress.getDomain())) {
                    return;
                }
                lastSeqs.merge(progress.getDomain(), progress.getLastSeq(), Math::max);
                Mark mark = new Mark(progress.getClaimsResolvedBelow(), progress.getResultsKnownBelow());
                marks.merge(progress.getDomain(), mark, Mark::orLater);
                domains = Math.max(domains, progress.getDomains());
                resolvedBelow = Math.max(resolvedBelow, progress.getClaimsResolvedBelow());
                decisionsBelow = Math.max(decisionsBelow, progress.getDecisionsReadBelow());
                nextClaim = resolvedBelow;
                nextResult = Math.max(nextResult, progress.getResultsKnownBelow());
            } catch (WireException e) {
                unreadable(message, e);
            }
        }

        /** From where on claims and results are read: from the beginning when progress is missing. */
        Mark from() {
            return marks.size() < domains
                    ? Mark.NONE
                    : marks.values().stream().reduce(Mark::orEarlier).orElse(Mark.NONE);
        }

        void claim(ConsumerRecord<byte[], byte[]> message) {
            nextClaim = Math.max(nextClaim, message.offset() + 1);
            if (!isOurs(RecordKind.CLAIM, message)) {
                return;
            }
            try {
                Claim claim = settings.codecs().claim().decode(message.value());
                if (!isAtHome(claim.getDomain())) {
                    return;
                }
                lastSeqs.merge(claim.getDomain(), claim.getSeq(), Math::max);
                if (message.offset() >= resolvedBelow && isOfItsTime(message, claim)) {
                    OpenClaim open = new OpenClaim(claim, message.offset());
                    claims.putIfAbsent(open.key(), open);
                    firstClaimMs = Math.min(
                            firstClaimMs,
                            Math.min(message.timestamp(), claim.getClaimedAt().toEpochMilli()));
                }
            } catch (WireException e) {
                unreadable(message, e);
            }
        }

        void result(ConsumerRecord<byte[], byte[]> message) {
            nextResult = Math.max(nextResult, message.offset() + 1);
            if (!isOurs(RecordKind.RESULT, message)) {
                return;
            }
            try {
                ExecutionResult result = settings.codecs().result().decode(message.value());
                // INVARIANT: a note answers no claim
                if (isAtHome(result.getDomain()) && !result.getLate()) {
                    ClaimKey key = new ClaimKey(result.getDomain(), result.getSeq());
                    resolved.add(key);
                    if (result.getStatus() == ExecutionStatus.OUTCOME_UNKNOWN) {
                        givenUp.add(key);
                    }
                    lastSeqs.merge(result.getDomain(), result.getSeq(), Math::max);
                }
            } catch (WireException e) {
                unreadable(message, e);
            }
        }

        Optional<Instant> firstClaim() {
            return firstClaimMs == Long.MAX_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(firstClaimMs));
        }

        PartitionPast past() {
            List<OpenClaim> open = new ArrayList<>(claims.values());
            open.removeIf(claim -> resolved.contains(claim.key()));
            return new PartitionPast(
                    lastSeqs, marks, new PartitionPast.Next(nextClaim, nextResult, decisionsBelow), open, givenUp);
        }

        private boolean isOurs(RecordKind kind, ConsumerRecord<byte[], byte[]> message) {
            boolean ours = settings.authenticity().isOwn(kind, message);
            if (!ours) {
                LOG.error(
                        "event=record_not_authenticated topic={} partition={} offset={}",
                        message.topic(),
                        message.partition(),
                        message.offset());
            }
            return ours;
        }

        /** What is of another partition has been copied here. */
        private boolean isAtHome(String domain) {
            return domain.equals("_p" + partition)
                    || Partitioning.partition(
                                    domain.getBytes(StandardCharsets.UTF_8),
                                    settings.topics().partitions())
                            == partition;
        }

        /** A claim is appended when it is made; one that was copied later has been answered long ago. */
        private static boolean isOfItsTime(ConsumerRecord<byte[], byte[]> message, Claim claim) {
            Duration apart = Duration.between(claim.getClaimedAt(), Instant.ofEpochMilli(message.timestamp()));
            return apart.abs().compareTo(CLOCK_SKEW) <= 0;
        }

        private static void unreadable(ConsumerRecord<byte[], byte[]> message, WireException e) {
            LOG.error(
                    "event=record_unreadable topic={} partition={} offset={} reason=\"{}\"",
                    message.topic(),
                    message.partition(),
                    message.offset(),
                    e.getMessage());
        }
    }
}
