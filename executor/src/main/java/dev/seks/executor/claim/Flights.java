// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The claims that this process has taken on and whose results are not yet committed. They outlive a session with Kafka:
 * a result that could not be published is published by the next session, if the partition is still ours and nobody has
 * answered meanwhile. Bounded by the pool. Used by the loop alone, but for {@link #ended}.
 */
final class Flights {
    private final Map<Integer, Map<ClaimKey, Flight>> byPartition = new HashMap<>();
    private final Queue<Flight> ended = new ConcurrentLinkedQueue<>();
    private final AtomicLong unpublishedBytes = new AtomicLong();
    private final Consumer<Flight> late;
    private volatile Runnable onEnded = () -> {};

    /** {@code late}: takes those that ended after others had answered for them. */
    Flights(Consumer<Flight> late) {
        this.late = late;
    }

    /** Whom to tell, from the thread of the call, that one has ended. */
    void tell(Runnable listener) {
        onEnded = listener;
    }

    /** Notes that a flight has its result; safe from any thread. */
    void ended(Flight flight) {
        flight.end();
        if (flight.count(true)) {
            unpublishedBytes.addAndGet(flight.resultBytes());
        }
        ended.add(flight);
        onEnded.run();
    }

    boolean hasEnded() {
        return !ended.isEmpty();
    }

    /** What the results take that are not published; safe from any thread. */
    long unpublishedBytes() {
        return unpublishedBytes.get();
    }

    @Nullable
    Flight nextEnded() {
        return ended.poll();
    }

    void add(Flight flight) {
        byPartition
                .computeIfAbsent(flight.partition(), unused -> new HashMap<>())
                .put(flight.approved().key(), flight);
    }

    void remove(Flight flight) {
        of(flight.partition()).remove(flight.approved().key(), flight);
        forget(flight);
    }

    /** Its result is of no use here any more: published, or answered by another. */
    void forget(Flight flight) {
        if (flight.count(false)) {
            unpublishedBytes.addAndGet(-flight.resultBytes());
        }
    }

    /** Whether its result is still awaited. */
    boolean knows(Flight flight) {
        return of(flight.partition()).get(flight.approved().key()) == flight;
    }

    @Nullable
    Flight find(int partition, ClaimKey key) {
        return of(partition).get(key);
    }

    boolean hasAny(int partition) {
        return !of(partition).isEmpty();
    }

    /** Takes note of what became of one for which others have answered, and forgets it. */
    void late(Flight flight) {
        late.accept(flight);
        forget(flight);
    }

    /** Whether some have not ended yet. */
    boolean anyRuns() {
        return byPartition.values().stream()
                .flatMap(flights -> flights.values().stream())
                .anyMatch(flight -> !flight.hasEnded());
    }

    /** Forgets what the log shows to be answered: keeps, of one partition, only the claims named. */
    void retain(int partition, Collection<ClaimKey> open) {
        of(partition).values().removeIf(flight -> {
            boolean isAnswered = !open.contains(flight.approved().key());
            if (isAnswered) {
                forget(flight);
            }
            return isAnswered;
        });
    }

    /** Forgets the partitions that are not among those named: others answer for them. */
    void retainPartitions(Collection<Integer> owned) {
        byPartition.forEach((partition, flights) -> {
            if (!owned.contains(partition)) {
                flights.values().stream().filter(Flight::hasEnded).forEach(this::late);
                flights.values().forEach(this::forget);
            }
        });
        byPartition.keySet().retainAll(owned);
    }

    private Map<ClaimKey, Flight> of(int partition) {
        return byPartition.computeIfAbsent(partition, unused -> new HashMap<>());
    }
}
