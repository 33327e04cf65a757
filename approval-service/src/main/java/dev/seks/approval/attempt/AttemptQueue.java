// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.attempt;

import dev.seks.approval.delivery.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The refused attempts that wait to be written. It takes so many from one source and so many over all, and no more than
 * it has room for; the rest it counts. Whoever is not in a policy shares a bucket with all such, so that no flood
 * of theirs hides what a person attempts. Safe for use by many threads.
 */
final class AttemptQueue {
    /** How many may wait. */
    static final int MAX_WAITING = 2_000;

    /** How many sources are told apart; then the one that was quiet for longest is forgotten. */
    static final int MAX_SOURCES = 10_000;

    private final BlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Pace strangers = new Pace(AttemptBounds.STRANGERS_BURST, AttemptBounds.STRANGERS_INTERVAL);
    private final Pace people = new Pace(AttemptBounds.PEOPLE_BURST, AttemptBounds.PEOPLE_INTERVAL);
    private final Map<String, Pace> sources = new Sources();
    private final AtomicLongArray fates = new AtomicLongArray(Fate.values().length);
    private final AtomicLong suppressed = new AtomicLong();

    /** One of them, and when it was refused. */
    record Waiting(RefusedAttempt attempt, Instant at) {}

    /** What becomes of an attempt. */
    enum Fate {
        WRITTEN,
        /** There were too many from its source, or over all. */
        TOO_MANY,
        /** Too many waited to be written. */
        NO_ROOM,
        /** Kafka did not say that it has it. */
        LOST
    }

    /** Takes an attempt in, or counts it; {@code nowNs} is read from a clock that never runs backwards. */
    void offer(RefusedAttempt attempt, Instant at, long nowNs) {
        if (!isWithinBounds(attempt, nowNs)) {
            suppress(Fate.TOO_MANY);
        } else if (!waiting.offer(new Waiting(attempt, at))) {
            suppress(Fate.NO_ROOM);
        }
    }

    /** The next one to write; null when none comes within {@code wait}. */
    @Nullable
    Waiting poll(Duration wait) throws InterruptedException {
        return waiting.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** How many were counted instead of written since this was last asked. */
    long takeSuppressed() {
        return suppressed.getAndSet(0);
    }

    boolean hasSuppressed() {
        return suppressed.get() > 0;
    }

    void written() {
        fates.incrementAndGet(Fate.WRITTEN.ordinal());
    }

    /** Counts an attempt that could not be written, and gives back those that its record would have told of. */
    void lost(long suppressedBefore) {
        suppressed.addAndGet(suppressedBefore);
        suppress(Fate.LOST);
    }

    /** The same of a record that only told of others. */
    void untold(long suppressedBefore) {
        suppressed.addAndGet(suppressedBefore);
    }

    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        for (Fate fate : Fate.values()) {
            counts.put(fate.name().toLowerCase(Locale.ROOT), fates.get(fate.ordinal()));
        }
        return counts;
    }

    private void suppress(Fate fate) {
        suppressed.incrementAndGet();
        fates.incrementAndGet(fate.ordinal());
    }

    private boolean isWithinBounds(RefusedAttempt attempt, long nowNs) {
        boolean known = attempt.who().isShown();
        String source = known ? "person " + attempt.who().mark() : "address " + attempt.source();
        Pace own;
        synchronized (sources) {
            own = sources.computeIfAbsent(
                    source,
                    first -> known
                            ? new Pace(AttemptBounds.PERSON_BURST, AttemptBounds.PERSON_INTERVAL)
                            : new Pace(AttemptBounds.ADDRESS_BURST, AttemptBounds.ADDRESS_INTERVAL));
        }
        // whoever a provider or Slack knows may still be anybody
        return own.take(nowNs) && (attempt.who().person() == null ? strangers : people).take(nowNs);
    }

    /** Forgets the one that was quiet for longest. */
    private static final class Sources extends LinkedHashMap<String, Pace> {
        private static final long serialVersionUID = 1L;

        Sources() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pace> eldest) {
            return size() > MAX_SOURCES;
        }
    }
}
