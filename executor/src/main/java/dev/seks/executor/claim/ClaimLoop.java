// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import dev.seks.executor.call.CallRunner;
import dev.seks.executor.control.Freezes;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an executor at work: one session with Kafka after another on one thread, calls on a pool beside it. A fault ends
 * a session, never the process; only another executor of the same name does that.
 */
public final class ClaimLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClaimLoop.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration CLOSE_MARGIN = Duration.ofSeconds(10);

    private final ClaimSettings settings;
    private final Freezes freezes;
    private final CallPool pool;
    private final LateNotes notes;
    private final Flights flights;
    private final Clock clock;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private volatile @Nullable Session session;

    public ClaimLoop(ClaimSettings settings, PoolBounds bounds, CallRunner runner, Freezes freezes, Clock clock) {
        this.settings = settings;
        this.freezes = freezes;
        this.clock = clock;
        this.notes = new LateNotes(settings);
        this.flights = new Flights(notes);
        this.pool = new CallPool(bounds, new Calls(runner));
        this.thread = new Thread(this::run, "seks-executor-loop");
    }

    public void start() {
        thread.start();
    }

    /** Whether decisions are being executed. */
    public boolean isReady() {
        Session current = session;
        return current != null && current.isReady();
    }

    /** Completes with a short reason when the loop ends by itself; never completes otherwise. */
    public CompletableFuture<String> failure() {
        return failure.copy();
    }

    /** What the pool does. */
    private final class Calls implements CallPool.Work {
        private final CallRunner runner;

        Calls(CallRunner runner) {
            this.runner = runner;
        }

        @Override
        public void run(Flight flight) {
            flight.run(runner, freezes, clock);
        }

        @Override
        public void ended(Flight flight) {
            flights.ended(flight);
        }

        @Override
        public int maxAtService(Flight flight) {
            return runner.maxPerService(flight.call());
        }

        @Override
        public long unpublishedBytes() {
            return flights.unpublishedBytes();
        }
    }

    /** How a session came to its end. */
    private enum Ending {
        CLOSED,
        REPLACED,
        FAULT_AT_WORK,
        FAULT_AT_START
    }

    /** INVARIANT: it does not end unnoticed; nobody else would say that nothing is executed any more. */
    private void run() {
        try {
            work();
        } catch (RuntimeException | Error e) {
            LOG.error("event=executor_broke instance={}", settings.instance(), e);
            failure.complete("its loop broke: " + e.getClass().getSimpleName());
        } finally {
            notes.close();
        }
    }

    private void work() {
        Duration pause = FIRST_PAUSE;
        while (!isClosing()) {
            switch (session()) {
                case CLOSED -> {
                    return;
                }
                case REPLACED -> {
                    LOG.error("event=executor_replaced instance={}", settings.instance());
                    failure.complete("another executor named " + settings.instance() + " has taken over");
                    noteWhatStillRuns();
                    return;
                }
                case FAULT_AT_WORK -> pause = FIRST_PAUSE;
                case FAULT_AT_START -> pause = longer(pause);
            }
            pause(pause);
        }
    }

    private Ending session() {
        try (Session current = new Session(settings, pool, flights, freezes, clock)) {
            session = current;
            return session(current);
        } catch (RuntimeException | Error e) {
            LOG.warn("event=session_not_closed instance={}", settings.instance(), e);
            return Ending.FAULT_AT_START;
        } finally {
            session = null;
        }
    }

    private Ending session(Session current) {
        try {
            awaitFreezes();
            current.open();
            while (!isClosing()) {
                current.step();
            }
            current.finish(settings.closeWithin());
            return Ending.CLOSED;
        } catch (RuntimeException | Error e) {
            boolean wasAtWork = current.isReady();
            // joining again under a name that another has taken would throw that one out
            if (isReplaced(e) || current.isReplaced()) {
                return Ending.REPLACED;
            }
            LOG.warn("event=session_ended instance={}", settings.instance(), e);
            return wasAtWork ? Ending.FAULT_AT_WORK : Ending.FAULT_AT_START;
        }
    }

    /** Others answer for all that has begun here: what becomes of it is noted, while the process lives. */
    private void noteWhatStillRuns() {
        flights.tell(() -> LockSupport.unpark(thread));
        long giveUp = 0;
        boolean isOver = false;
        while (flights.anyRuns() && !isOver) {
            LockSupport.parkNanos(FIRST_PAUSE.toNanos());
            for (Flight flight = flights.nextEnded(); flight != null; flight = flights.nextEnded()) {
                flights.late(flight);
            }
            if (isClosing() && giveUp == 0) {
                giveUp = System.nanoTime() + settings.closeWithin().toNanos();
            }
            isOver = giveUp != 0 && System.nanoTime() - giveUp > 0;
        }
        flights.retainPartitions(Set.of());
    }

    /** No partition is taken over before it is known what is frozen. */
    private void awaitFreezes() {
        while (!isClosing() && !freezes.awaitKnown(FIRST_PAUSE)) {
            LOG.debug("event=freezes_awaited");
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    private void pause(Duration pause) {
        try {
            if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("event=pause_cut_short");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing.countDown();
        }
    }

    private static boolean isReplaced(Throwable thrown) {
        for (Throwable cause = thrown; cause instanceof KafkaException; cause = cause.getCause()) {
            if (cause instanceof FencedInstanceIdException) {
                return true;
            }
        }
        return false;
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Takes nothing new, waits a bounded time for the calls in flight, publishes their results and ends. */
    @Override
    public void close() {
        closing.countDown();
        Session current = session;
        if (current != null) {
            current.wakeup();
        }
        try {
            thread.join(settings.closeWithin().plus(CLOSE_MARGIN).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pool.close();
    }
}
