// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import dev.seks.executor.claim.PartitionPast.Mark;
import dev.seks.schemas.record.Claim;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.Progress;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * What one partition has to publish, and the fenced producer that alone may do so. Collects claims, results and progress
 * and writes them with the offsets in one transaction; only what {@link #commit} hands back may then begin.
 *
 * <p>INVARIANT: after a failed commit the object is of no use; its memory may be ahead of the log. Whoever goes on reads
 * the partition's past anew.
 */
final class PartitionWork implements DecisionCheck.LastSeqs {
    private static final Duration CLOSE = Duration.ofSeconds(2);

    /** How many claims or results may lie between a domain's progress on record and the end. */
    private static final long LEFT_BEHIND = 20_000;

    /** How many domains a commit takes along at most. */
    private static final int MAX_MOVED_ALONG = 100;

    /** What a transaction has made true: calls that may begin, results that are known to all. */
    record Committed(List<Flight> begin, List<Flight> published) {}

    private final int partition;
    private final ClaimSettings settings;
    private final Clock clock;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Lease lease;
    private final Map<String, Long> lastSeqs;
    private final TreeMap<Long, ClaimKey> openClaims = new TreeMap<>();
    private final Map<ClaimKey, Long> claimOffsets = new HashMap<>();
    private final LinkedHashMap<String, Mark> marks = new LinkedHashMap<>();
    private long nextClaim;
    private long nextResult;
    private long decisionsReadBelow;

    private final List<Flight> claims = new ArrayList<>();
    private final List<Flight> again = new ArrayList<>();
    private final List<Flight> ended = new ArrayList<>();
    private final List<ExecutionResult> results = new ArrayList<>();
    private final Set<ClaimKey> resolved = new HashSet<>();
    private final Set<String> moved = new HashSet<>();
    private long nextOffset = -1;

    PartitionWork(
            int partition,
            ClaimSettings settings,
            KafkaProducer<byte[], byte[]> producer,
            PartitionPast past,
            Clock clock) {
        this.partition = partition;
        this.settings = settings;
        this.clock = clock;
        this.producer = producer;
        this.lease = new Lease(settings.actWithin());
        this.lastSeqs = new HashMap<>(past.lastSeqs());
        this.nextClaim = past.next().claim();
        this.nextResult = past.next().result();
        this.decisionsReadBelow = past.next().decision();
        // those without progress on record come first: until it is there a successor must read everything
        lastSeqs.keySet().stream()
                .filter(domain -> !past.marks().containsKey(domain))
                .forEach(domain -> marks.put(domain, Mark.NONE));
        past.marks().entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> entry.getValue().claims()))
                .forEach(entry -> marks.put(entry.getKey(), entry.getValue()));
        past.openClaims().forEach(claim -> open(claim.key(), claim.offset()));
    }

    @Override
    public long lastSeq(String domain) {
        return lastSeqs.getOrDefault(domain, 0L);
    }

    /** Where reading decisions goes on: every one below was dealt with. */
    long decisionsReadBelow() {
        return decisionsReadBelow;
    }

    Lease lease() {
        return lease;
    }

    /** The decision at this offset has been dealt with once the next commit succeeds. */
    void read(long offset) {
        nextOffset = offset + 1;
        decisionsReadBelow = Math.max(decisionsReadBelow, nextOffset);
    }

    /** Claims a request; it begins after the commit. */
    void claim(Flight flight) {
        claims.add(flight);
        move(flight.approved());
    }

    /** Begins one more time, after the next commit, what has a claim already. */
    void again(Flight flight) {
        again.add(flight);
        moved.add(flight.approved().domain());
    }

    /** Answers a request that is not claimed. */
    void reject(Approved approved, ExecutionResult result) {
        results.add(result);
        move(approved);
    }

    /** Publishes how a claimed request ended; a second result for a claim is ignored. */
    void finish(Flight flight) {
        if (claimOffsets.containsKey(flight.approved().key())
                && resolved.add(flight.approved().key())) {
            results.add(flight.result());
            ended.add(flight);
        }
    }

    /** Answers a claim that a predecessor has left open. */
    void resolve(ClaimKey key, ExecutionResult result) {
        if (claimOffsets.containsKey(key) && resolved.add(key)) {
            results.add(result);
        }
    }

    /** Makes the next commit prove that this is still the one who may act. */
    void renew() {
        if (!lastSeqs.isEmpty()) {
            moved.add(lastSeqs.keySet().iterator().next());
        }
    }

    boolean hasSomething() {
        return nextOffset >= 0 || !results.isEmpty() || !moved.isEmpty();
    }

    /**
     * Publishes all that was collected, in one transaction.
     *
     * @throws KafkaException when it is not known to be committed, e.g. because a successor has fenced this producer
     */
    Committed commit(ConsumerGroupMetadata group) {
        long began = System.nanoTime();
        producer.beginTransaction();
        List<Future<RecordMetadata>> written = claims.stream()
                .map(flight -> send(Topic.CLAIMS, flight.approved().domain(), claim(flight.approved())))
                .toList();
        List<Future<RecordMetadata>> answered = results.stream()
                .map(result -> send(
                        Topic.RESULTS,
                        result.getDomain(),
                        settings.codecs().result().encode(result)))
                .toList();
        resolved.forEach(this::close);
        Mark mark = new Mark(openClaims.isEmpty() ? nextClaim : openClaims.firstKey(), nextResult);
        moveThoseLeftBehind(mark);
        moved.forEach(domain -> {
            send(Topic.PROGRESS, domain, progress(domain, mark));
            marks.remove(domain);
            marks.put(domain, mark); // the one written last stands last
        });
        if (nextOffset >= 0) {
            TopicPartition approved = new TopicPartition(settings.topics().name(Topic.APPROVED), partition);
            producer.sendOffsetsToTransaction(Map.of(approved, new OffsetAndMetadata(nextOffset)), group);
        }
        producer.commitTransaction();
        lease.prove(began);
        for (int i = 0; i < claims.size(); i++) {
            open(claims.get(i).approved().key(), offsetOf(written.get(i)));
        }
        if (!answered.isEmpty()) {
            nextResult = Math.max(nextResult, offsetOf(answered.get(answered.size() - 1)) + 1);
        }
        return startAnew();
    }

    /** Bounds what a successor must read: no domain's progress stays far behind that of the partition. */
    private void moveThoseLeftBehind(Mark now) {
        if (moved.isEmpty()) {
            return;
        }
        marks.entrySet().stream()
                .limit(MAX_MOVED_ALONG)
                .takeWhile(entry -> entry.getValue().equals(Mark.NONE)
                        || now.claims() - entry.getValue().claims() > LEFT_BEHIND
                        || now.results() - entry.getValue().results() > LEFT_BEHIND)
                .forEach(entry -> moved.add(entry.getKey()));
    }

    private Committed startAnew() {
        List<Flight> begin = new ArrayList<>(claims);
        begin.addAll(again);
        Committed committed = new Committed(begin, List.copyOf(ended));
        claims.clear();
        again.clear();
        ended.clear();
        results.clear();
        resolved.clear();
        moved.clear();
        nextOffset = -1;
        return committed;
    }

    private void move(Approved approved) {
        lastSeqs.merge(approved.domain(), approved.seq(), Math::max);
        moved.add(approved.domain());
    }

    private void open(ClaimKey key, long offset) {
        openClaims.put(offset, key);
        claimOffsets.put(key, offset);
        nextClaim = Math.max(nextClaim, offset + 1);
    }

    private void close(ClaimKey key) {
        openClaims.remove(claimOffsets.remove(key));
    }

    private byte[] claim(Approved approved) {
        return settings.codecs()
                .claim()
                .encode(Claim.newBuilder()
                        .setDomain(approved.domain())
                        .setSeq(approved.seq())
                        .setRequestId(approved.requestId())
                        .setAgent(approved.agent())
                        .setRequestDigest(approved.requestDigest())
                        .setDecisionOffset(approved.decisionOffset())
                        .setClaimedBy(settings.instance())
                        .setClaimedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                        .build());
    }

    private byte[] progress(String domain, Mark mark) {
        return settings.codecs()
                .progress()
                .encode(Progress.newBuilder()
                        .setDomain(domain)
                        .setLastSeq(lastSeq(domain))
                        .setClaimsResolvedBelow(mark.claims())
                        .setResultsKnownBelow(mark.results())
                        .setDecisionsReadBelow(decisionsReadBelow)
                        .setDomains(lastSeqs.size())
                        .build());
    }

    private Future<RecordMetadata> send(Topic topic, String domain, byte[] value) {
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(
                settings.topics().name(topic), partition, domain.getBytes(StandardCharsets.UTF_8), value);
        return producer.send(settings.authenticity().sign(kind(topic), message));
    }

    private static RecordKind kind(Topic topic) {
        return switch (topic) {
            case CLAIMS -> RecordKind.CLAIM;
            case PROGRESS -> RecordKind.PROGRESS;
            case RESULTS -> RecordKind.RESULT;
            case REQUESTS, VERDICTS, POLICIES, CONTROLS, TICKS, APPROVED, DENIED, PENDING, JOURNAL, ATTEMPTS ->
                throw new IllegalArgumentException(topic + ", expected a topic that executors write");
        };
    }

    private static long offsetOf(Future<RecordMetadata> written) {
        try {
            return written.get().offset();
        } catch (ExecutionException e) {
            throw new KafkaException("a record was committed and yet not written", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    /** Gives the partition up; nothing of it begins any more. */
    void close() {
        lease.end();
        producer.close(CLOSE);
    }
}
