// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.control;

import dev.seks.schemas.control.Freeze;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.RecordCodec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the topic of orders on a thread of its own: the whole of it at start, then what is appended. What is frozen counts
 * as known while the end of the log was reached a moment ago, as Kafka confirms several times a second; silence alone
 * confirms nothing. After any fault all of it is read anew.
 */
public final class FreezeWatch implements Freezes, AutoCloseable {
    /** How old the last confirmation may be; what goes out afterwards still goes out within a second of a freeze. */
    static final Duration MAX_AGE = Duration.ofMillis(750);

    private static final Logger LOG = LoggerFactory.getLogger(FreezeWatch.class);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    /** What was read by the time, on the monotonic clock, at which the end of the log was asked for. */
    private record View(OrderBook book, long asOfNanos) {
        boolean isRecent() {
            return System.nanoTime() - asOfNanos < MAX_AGE.toNanos();
        }
    }

    private final Map<String, Object> client;
    private final Topics topics;
    private final RecordCodec<Control> codec;
    private final OrderProof proof;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Object refreshed = new Object();
    private final AtomicLong version = new AtomicLong();
    private volatile @Nullable View view;
    private volatile @Nullable OrderLog reading;

    public FreezeWatch(Map<String, Object> client, Topics topics, RecordCodec<Control> codec, OrderProof proof) {
        this.client = Map.copyOf(client);
        this.topics = topics;
        this.codec = codec;
        this.proof = proof;
        this.thread = new Thread(this::run, "seks-executor-freezes");
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    @Override
    public Clearance of(String domain, String agent, String service) {
        // INVARIANT: the view is read once: its book holds all that stood in the log when it was confirmed
        View current = view;
        if (current == null || !current.isRecent()) {
            return Clearance.UNKNOWN;
        }
        Optional<Freeze> freeze = current.book().covering(domain, agent, service);
        return freeze.isPresent() ? new Clearance.Frozen(freeze.get()) : Clearance.CLEAR;
    }

    @Override
    public boolean isKnown() {
        View current = view;
        return current != null && current.isRecent();
    }

    @Override
    public boolean awaitKnown(Duration patience) {
        long giveUp = System.nanoTime() + patience.toNanos();
        while (!isKnown()) {
            if (!awaitRefresh(giveUp)) {
                return isKnown();
            }
        }
        return true;
    }

    @Override
    public long version() {
        return version.get();
    }

    /** Waits for the next confirmation; false when it is time to give up. */
    private boolean awaitRefresh(long giveUpNanos) {
        synchronized (refreshed) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(giveUpNanos - System.nanoTime());
            if (leftMs <= 0 || closing.getCount() == 0) {
                return false;
            }
            if (isKnown()) {
                return true;
            }
            try {
                refreshed.wait(leftMs);
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    private void run() {
        while (closing.getCount() > 0) {
            OrderBook book = new OrderBook(codec, proof, topics.partitions());
            try (OrderLog log = new OrderLog(client, topics)) {
                reading = log;
                log.follow(
                        message -> {
                            if (book.take(message)) {
                                version.incrementAndGet();
                            }
                        },
                        asOf -> confirm(new View(book, asOf)),
                        () -> closing.getCount() > 0);
            } catch (RuntimeException | Error e) {
                // whatever it is, giving up would be noticed by nobody and nothing would be executed any more
                if (closing.getCount() > 0) {
                    LOG.error("event=orders_unreadable consequence=nothing_is_executed", e);
                }
            } finally {
                reading = null;
                view = null;
                version.incrementAndGet();
            }
            pause();
        }
    }

    private void confirm(View confirmed) {
        boolean first = view == null;
        view = confirmed;
        synchronized (refreshed) {
            refreshed.notifyAll();
        }
        if (first) {
            LOG.info("event=orders_read");
        }
    }

    private void pause() {
        try {
            if (closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("event=freezes_closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing.countDown();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        synchronized (refreshed) {
            refreshed.notifyAll();
        }
        OrderLog current = reading;
        if (current != null) {
            current.wakeup();
        }
        try {
            thread.join(CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
