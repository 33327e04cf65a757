// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import dev.seks.executor.call.CallError;
import dev.seks.executor.claim.Verification.Accepted;
import dev.seks.executor.claim.Verification.DealtWith;
import dev.seks.executor.claim.Verification.Rejected;
import dev.seks.executor.control.Clearance;
import dev.seks.executor.control.Freezes;
import dev.seks.schemas.record.ExecutionStatus;
import dev.seks.schemas.topic.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One membership in the executors' group, from joining to the first fault or the end: polls decisions, has them checked
 * and claimed, lets calls begin after the commit and publishes their results. Belongs to the loop's thread.
 */
final class Session implements ConsumerRebalanceListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final Duration WAIT = Duration.ofMillis(100);
    private static final Duration CLOSE = Duration.ofSeconds(2);
    private static final Duration REVOKE_WITHIN = Duration.ofSeconds(5);
    private static final long NAP_NANOS = 2_000_000;

    private final ClaimSettings settings;
    private final CallPool pool;
    private final Flights flights;
    private final Freezes freezes;
    private final Clock clock;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final LogLookup log;
    private final Bundles bundles;
    private final DecisionCheck check;
    private final Takeover takeover;
    private final Map<Integer, PartitionWork> works = new TreeMap<>();
    private final AtomicBoolean parked = new AtomicBoolean();
    private long freezesSeen;
    private volatile boolean ready;

    Session(ClaimSettings settings, CallPool pool, Flights flights, Freezes freezes, Clock clock) {
        this.settings = settings;
        this.pool = pool;
        this.flights = flights;
        this.freezes = freezes;
        this.clock = clock;
        this.consumer =
                new KafkaConsumer<>(KafkaSettings.member(settings.client(), settings.group(), settings.instance()));
        this.log = new LogLookup(settings.client());
        this.bundles = new Bundles(log, settings.topics(), settings.codecs().bundle(), settings.authenticity());
        this.check = new DecisionCheck(
                settings.codecs(), settings.authenticity(), settings.topics().partitions(), bundles, clock);
        this.takeover = new Takeover(settings, flights, log, check, clock);
    }

    /** Joins the group. */
    void open() {
        flights.tell(this::wakeup);
        consumer.subscribe(List.of(settings.topics().name(Topic.APPROVED)), this);
    }

    /** Whether it has joined and taken over what it was given. */
    boolean isReady() {
        return ready;
    }

    /** Makes {@link #step} return early; safe from any thread. */
    void wakeup() {
        if (parked.compareAndSet(true, false)) {
            consumer.wakeup();
        }
    }

    /** Waits a little for something to do, and does it. */
    void step() {
        holdBack();
        take(poll());
        endWhatIsFrozen();
        collectEnded();
        takeover.resolveWhatIsDue(works);
        works.forEach((partition, work) -> {
            if (work.lease().needsRenewal(pool.hasWaiting(partition))) {
                work.renew();
            }
            commit(work);
        });
        pool.resume();
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            if (!flights.hasEnded()) {
                parked.set(true);
                // asked again: one that ended in between has woken nobody
                return consumer.poll(flights.hasEnded() ? Duration.ZERO : WAIT);
            }
        } catch (WakeupException e) {
            LOG.trace("event=woken");
        } finally {
            parked.set(false);
        }
        try {
            return consumer.poll(Duration.ZERO); // results never keep decisions from being read
        } catch (WakeupException e) {
            return ConsumerRecords.empty();
        }
    }

    /** What came while it ceased to be known what is frozen is left to be read again; a claim would only run out. */
    private void take(ConsumerRecords<byte[], byte[]> messages) {
        if (freezes.isKnown()) {
            messages.forEach(this::take);
            return;
        }
        messages.partitions()
                .forEach(partition -> consumer.seek(
                        partition, messages.records(partition).get(0).offset()));
    }

    private void take(ConsumerRecord<byte[], byte[]> message) {
        PartitionWork work = works.get(message.partition());
        if (work == null) {
            throw new IllegalStateException("a decision of partition " + message.partition() + ", which is not ours");
        }
        work.read(message.offset());
        Verification verification = check.verify(message, work);
        if (verification instanceof Accepted accepted) {
            accept(work, message.partition(), accepted);
        } else if (verification instanceof Rejected rejected) {
            reject(work, rejected);
        } else if (verification instanceof DealtWith) {
            LOG.debug("event=dealt_with partition={} offset={}", message.partition(), message.offset());
        }
    }

    private void accept(PartitionWork work, int partition, Accepted accepted) {
        Approved approved = accepted.approved();
        if (freezes.of(approved.domain(), approved.agent(), approved.service()) instanceof Clearance.Frozen frozen) {
            FreezeGate.Stop stop = FreezeGate.Stop.frozen(frozen.freeze());
            reject(work, new Rejected(approved, stop.status(), stop.error()));
            return;
        }
        if (pool.isFull(approved.domain(), approved.agent())) {
            CallError error = new CallError("agent_overloaded", "too many requests of this agent wait to be executed");
            reject(work, new Rejected(approved, ExecutionStatus.REFUSED, error));
            return;
        }
        work.claim(Flight.first(partition, accepted, work.lease()));
    }

    private void reject(PartitionWork work, Rejected rejected) {
        Approved approved = rejected.approved();
        Events.rejected(approved, rejected.status(), rejected.error().code());
        work.reject(approved, ResultRecords.without(approved, rejected.status(), rejected.error(), clock.instant()));
    }

    /** What waits for its turn need not wait to be told that it is frozen. */
    private void endWhatIsFrozen() {
        long version = freezes.version();
        if (version == freezesSeen || !freezes.isKnown()) {
            return;
        }
        freezesSeen = version;
        Map<Flight, FreezeGate.Stop> stops = new HashMap<>();
        pool.withdraw(flight -> {
            Approved approved = flight.approved();
            if (freezes.of(approved.domain(), approved.agent(), approved.service())
                    instanceof Clearance.Frozen frozen) {
                stops.put(flight, FreezeGate.Stop.frozen(frozen.freeze()));
            }
            return stops.containsKey(flight);
        });
        stops.forEach((flight, stop) -> {
            flight.abandon(stop, clock);
            flights.ended(flight);
        });
    }

    private void collectEnded() {
        for (Flight flight = flights.nextEnded(); flight != null; flight = flights.nextEnded()) {
            PartitionWork work = works.get(flight.partition());
            if (!flights.knows(flight)) {
                flights.late(flight);
            } else if (work != null) {
                work.finish(flight);
            }
        }
    }

    private void commit(PartitionWork work) {
        if (!work.hasSomething()) {
            return;
        }
        PartitionWork.Committed committed = work.commit(consumer.groupMetadata());
        for (Flight flight : committed.begin()) {
            flights.add(flight);
            pool.submit(flight);
        }
        for (Flight flight : committed.published()) {
            flights.remove(flight);
            Events.executed(flight);
        }
    }

    /** Reads nothing more while too much waits, or it is not known what is frozen; membership goes on. */
    private void holdBack() {
        if (pool.isFull() || !freezes.isKnown()) {
            consumer.pause(consumer.assignment());
        } else if (!consumer.paused().isEmpty()) {
            consumer.resume(consumer.paused());
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        List<Integer> added = assigned.stream().map(TopicPartition::partition).toList();
        if (!added.isEmpty()) {
            works.putAll(takeover.of(added));
            added.forEach(bundles::refresh);
            added.forEach(this::goBackToWhereItWasLeft);
            LOG.info("event=partitions_taken_over partitions={}", added);
        }
        flights.retainPartitions(works.keySet());
        ready = true;
    }

    /** INVARIANT: no decision is skipped, whatever the group's offsets say; they can be set by others. */
    private void goBackToWhereItWasLeft(int partition) {
        TopicPartition approved = new TopicPartition(settings.topics().name(Topic.APPROVED), partition);
        long left = works.get(partition).decisionsReadBelow();
        if (consumer.position(approved) > left) {
            LOG.warn("event=decisions_read_again partition={} from={}", partition, left);
            consumer.seek(approved, left);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        giveUp(revoked.stream().map(TopicPartition::partition).toList(), REVOKE_WITHIN);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
        LOG.warn("event=partitions_lost partitions={}", lost);
        lost.forEach(partition -> drop(partition.partition()));
    }

    /** Lets what has begun end, publishes it, and gives the partitions up; what has not begun lapses. */
    void giveUp(Collection<Integer> partitions, Duration within) {
        Set<Integer> leaving = new HashSet<>(partitions);
        leaving.retainAll(works.keySet());
        for (Flight flight : pool.withdraw(flight -> leaving.contains(flight.partition()))) {
            flight.abandon("not_started", "the executor gave the partition up before the call began", clock);
            flights.ended(flight);
        }
        long giveUpAt = System.nanoTime() + within.toNanos();
        do {
            collectEnded();
            leaving.forEach(partition -> commit(works.get(partition)));
            if (leaving.stream().noneMatch(flights::hasAny)) {
                break;
            }
            LockSupport.parkNanos(NAP_NANOS);
        } while (System.nanoTime() < giveUpAt);
        leaving.forEach(this::drop);
        leaving.forEach(partition -> flights.retain(partition, Set.of()));
    }

    /** Gives all up, as at the end of the process. */
    void finish(Duration within) {
        ready = false;
        giveUp(List.copyOf(works.keySet()), within);
    }

    /**
     * Whether another member goes by this one's name by now. Asks the coordinator, which knows at once, by committing
     * again what is committed; after a fault the producers may have learned of a successor before the member has.
     */
    boolean isReplaced() {
        try {
            Map<TopicPartition, OffsetAndMetadata> again = new HashMap<>();
            consumer.committed(consumer.assignment(), CLOSE)
                    .forEach((partition, offset) ->
                            again.put(partition, offset == null ? new OffsetAndMetadata(0) : offset));
            consumer.commitSync(again, CLOSE);
            return false;
        } catch (FencedInstanceIdException e) {
            return true;
        } catch (KafkaException e) {
            LOG.debug("event=membership_unknown", e);
            return false;
        }
    }

    private void drop(int partition) {
        PartitionWork work = works.remove(partition);
        if (work != null) {
            work.close();
        }
        takeover.forget(partition);
    }

    @Override
    public void close() {
        ready = false;
        flights.tell(() -> {});
        List.copyOf(works.keySet()).forEach(this::drop);
        consumer.close(CloseOptions.timeout(CLOSE));
        log.close();
    }
}
