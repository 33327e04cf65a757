// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import dev.seks.executor.call.CallError;
import dev.seks.executor.claim.Verification.Accepted;
import dev.seks.schemas.record.ExecutionStatus;
import dev.seks.schemas.topic.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Taking partitions over from a predecessor: fences it, reads what it has left, and answers its open claims once it can
 * no longer act. What may be repeated is done again under the claim it has; of the rest nobody knows the outcome.
 */
final class Takeover {
    private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);

    /** Partitions of which the predecessors are fenced at a time. */
    private static final int MAX_FENCING = 16;

    /** A predecessor's open claim and when, on the monotonic clock, the predecessor can begin it no more. */
    private record Orphan(int partition, OpenClaim claim, long dueNanos) {}

    private final ClaimSettings settings;
    private final Flights flights;
    private final LogLookup log;
    private final DecisionCheck check;
    private final Clock clock;
    private final Deque<Orphan> orphans = new ArrayDeque<>();

    Takeover(ClaimSettings settings, Flights flights, LogLookup log, DecisionCheck check, Clock clock) {
        this.settings = settings;
        this.flights = flights;
        this.log = log;
        this.check = check;
        this.clock = clock;
    }

    /** Takes partitions over; afterwards nobody else can publish anything for them. */
    Map<Integer, PartitionWork> of(Collection<Integer> partitions) {
        Map<Integer, KafkaProducer<byte[], byte[]>> producers = new HashMap<>();
        try {
            fence(partitions, producers);
            long dueNanos = System.nanoTime() + settings.actWithin().toNanos();
            Map<Integer, PartitionPast> pasts = new PastReader(settings).read(partitions);
            Map<Integer, PartitionWork> works = new HashMap<>();
            producers.forEach((partition, producer) -> {
                PartitionPast past = pasts.get(partition);
                works.put(partition, new PartitionWork(partition, settings, producer, past, clock));
                sort(partition, past, dueNanos);
            });
            return works;
        } catch (RuntimeException | Error e) {
            // nobody else knows them: those of every attempt would stay for the life of the process
            producers.values().forEach(producer -> producer.close(Duration.ZERO));
            throw e;
        }
    }

    /** One after the other would cost a large installation minutes, as would the few threads that all of Java shares. */
    private void fence(Collection<Integer> partitions, Map<Integer, KafkaProducer<byte[], byte[]>> producers) {
        ExecutorService threads =
                Executors.newFixedThreadPool(Math.min(partitions.size(), MAX_FENCING), Takeover::thread);
        try {
            List<CompletableFuture<Void>> fenced = new ArrayList<>();
            for (int partition : partitions) {
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        KafkaSettings.producer(settings.client(), settings.transactionalId(partition)));
                producers.put(partition, producer);
                fenced.add(CompletableFuture.runAsync(producer::initTransactions, threads));
            }
            fenced.forEach(CompletableFuture::join);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "seks-executor-takeover");
        thread.setDaemon(true);
        return thread;
    }

    /** Which open claims are of this process itself, and which were left by another. */
    private void sort(int partition, PartitionPast past, long dueNanos) {
        for (ClaimKey key : past.givenUp()) {
            Flight mine = flights.find(partition, key);
            if (mine != null && mine.hasEnded()) {
                flights.late(mine);
            }
        }
        flights.retain(partition, past.openClaims().stream().map(OpenClaim::key).toList());
        for (OpenClaim claim : past.openClaims()) {
            Flight mine = flights.find(partition, claim.key());
            if (mine == null) {
                orphans.add(new Orphan(partition, claim, dueNanos));
            } else if (mine.hasEnded()) {
                flights.ended(mine); // its result could not be published then
            }
        }
    }

    /** Forgets the open claims of a partition that is given up: its next owner finds them again. */
    void forget(int partition) {
        orphans.removeIf(orphan -> orphan.partition() == partition);
    }

    /** Answers the open claims whose time has come. */
    void resolveWhatIsDue(Map<Integer, PartitionWork> works) {
        while (!orphans.isEmpty() && System.nanoTime() - orphans.element().dueNanos() >= 0) {
            Orphan orphan = orphans.remove();
            PartitionWork work = works.get(orphan.partition());
            if (work != null) {
                resolve(work, orphan.partition(), orphan.claim());
            }
        }
    }

    private void resolve(PartitionWork work, int partition, OpenClaim open) {
        TopicPartition approved = new TopicPartition(settings.topics().name(Topic.APPROVED), partition);
        Verification verification = log.at(approved, open.claim().getDecisionOffset())
                .map(message ->
                        check.verifyClaimed(message, open.key(), open.claim().getRequestDigest()))
                .orElse(null);
        if (verification instanceof Accepted accepted
                && accepted.call().action().idempotent()) {
            LOG.info(
                    "event=claim_repeated requestId={} agent={}",
                    open.claim().getRequestId(),
                    open.claim().getAgent());
            work.again(Flight.again(partition, accepted, work.lease()));
            return;
        }
        Approved known = verification instanceof Accepted accepted ? accepted.approved() : Approved.of(open.claim());
        Events.rejected(known, ExecutionStatus.OUTCOME_UNKNOWN, "executor_stopped");
        work.resolve(
                open.key(),
                ResultRecords.without(
                        known,
                        ExecutionStatus.OUTCOME_UNKNOWN,
                        new CallError("executor_stopped", "the executor stopped before the outcome was recorded"),
                        clock.instant()));
    }
}
