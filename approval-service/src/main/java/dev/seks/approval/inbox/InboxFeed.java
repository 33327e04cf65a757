// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.inbox;

import dev.seks.schemas.topic.LogReader;
import dev.seks.schemas.topic.Publishers;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the inbox in step with the topics: reads what may still be open, then follows. It owns one thread; when reading
 * fails it begins anew, and until it has caught up it says that it is not ready.
 */
public final class InboxFeed implements AutoCloseable {
    /** The longest time for which a policy may leave a request pending. */
    public static final Duration LONGEST_APPROVAL = Duration.ofDays(7);

    /** The longest time for which a policy may let a grant last. */
    public static final Duration LONGEST_GRANT = Duration.ofDays(1);

    /** How much further back reading starts, for clocks that differ and for pending decisions repeated with verdicts. */
    static final Duration MARGIN = Duration.ofDays(1);

    private static final Duration REBUILD_DEADLINE = Duration.ofMinutes(5);
    private static final Duration BUNDLE_DEADLINE = Duration.ofSeconds(5);
    private static final Duration WAIT = Duration.ofMillis(20);
    private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(1);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(InboxFeed.class);

    private final Map<String, Object> client;
    private final Topics topics;
    private final Inbox inbox;
    private final InboxRecords records;
    private final Publishers publishers;
    private final Clock clock;
    private final Thread thread;
    private volatile boolean ready;
    private volatile List<LogReader> readers = List.of();
    private String lookedFor = "";
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CompletableFuture<String> failure = new CompletableFuture<>();

    public InboxFeed(
            Map<String, Object> client,
            Topics topics,
            Inbox inbox,
            InboxRecords records,
            Clock clock,
            Publishers publishers) {
        this.publishers = publishers;
        this.client = Map.copyOf(client);
        this.topics = topics;
        this.inbox = inbox;
        this.records = records;
        this.clock = clock;
        this.thread = new Thread(this::run, "approval-inbox");
        this.thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Completes with a short reason when reading ends for good without having been told to; never otherwise. */
    public CompletableFuture<String> failure() {
        return failure.copy();
    }

    /** Whether everything that stood in the topics when reading began has been taken in, and reading goes on. */
    public boolean isReady() {
        return ready;
    }

    private void run() {
        while (!isStopping()) {
            try {
                readOn();
            } catch (WakeupException stop) {
                LOG.debug("reading for the inbox ends");
            } catch (RuntimeException e) {
                LOG.error("reading for the inbox failed, beginning anew", e);
                pause();
            } catch (Error e) {
                failure.complete("reading for the inbox ended: " + e.getClass().getSimpleName());
                throw e;
            } finally {
                ready = false;
            }
        }
    }

    /** Pending goes before approved and denied, and those before the journal: what ends something finds what it ends. */
    private void readOn() {
        try (LogReader bundles = LogReader.of(client, topics, List.of(Topic.POLICIES));
                LogReader pending = LogReader.of(client, topics, List.of(Topic.PENDING));
                LogReader decided = LogReader.of(client, topics, List.of(Topic.APPROVED, Topic.DENIED));
                LogReader journal = LogReader.of(client, topics, List.of(Topic.JOURNAL))) {
            readers = List.of(bundles, pending, decided, journal);
            inbox.clear();
            Instant start = clock.instant().minus(LONGEST_APPROVAL).minus(MARGIN);
            bundles.drain(REBUILD_DEADLINE, this::take);
            pending.from(start).drain(REBUILD_DEADLINE, found -> takePending(found, bundles));
            decided.from(start).drain(REBUILD_DEADLINE, this::take);
            // INVARIANT: no grant that is shown was given before the part of the journal that is read
            journal.from(clock.instant()
                            .minus(LONGEST_GRANT)
                            .minus(Grants.LATELY)
                            .minus(MARGIN))
                    .drain(REBUILD_DEADLINE, this::take);
            ready = true;
            LOG.info(
                    "the inbox is rebuilt: {} requests wait",
                    inbox.open(clock.instant()).size());
            while (!isStopping()) {
                bundles.poll(Duration.ZERO, this::take);
                pending.poll(WAIT, found -> takePending(found, bundles));
                decided.poll(WAIT, this::take);
                journal.poll(Duration.ZERO, this::take);
            }
        }
    }

    /** INVARIANT: nobody is shown a request before the catalogue that tells what it would do, which stands in the log first. */
    private void takePending(ConsumerRecord<byte[], byte[]> found, LogReader bundles) {
        String missing = records.missingBundle(found.value());
        if (missing != null && !missing.equals(lookedFor)) {
            lookedFor = missing; // of one that nobody has published, or signed, there is nothing to wait for again
            try {
                bundles.drain(BUNDLE_DEADLINE, this::take);
            } catch (IllegalStateException e) {
                LOG.warn("event=bundle_not_read digest={}: {}", missing, e.getMessage());
            }
        }
        take(found);
    }

    private void take(ConsumerRecord<byte[], byte[]> found) {
        if (isStopping()) {
            throw new WakeupException();
        }
        Topic topic = topics.of(found.topic()).orElseThrow();
        // INVARIANT: what people are shown of an action is what a publisher has signed, whatever else is in the topic
        if (topic == Topic.POLICIES && !publishers.published(found)) {
            LOG.warn("event=bundle_not_authenticated partition={} offset={}", found.partition(), found.offset());
        } else if (topic == Topic.POLICIES) {
            records.bundle(found);
        } else {
            records.accept(topic, found.partition(), found.value());
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Waits before the next attempt, or not at all when told to stop. */
    private void pause() {
        try {
            stopping.await(PAUSE_AFTER_FAULT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            stopping.countDown();
        }
    }

    @Override
    public void close() {
        stopping.countDown();
        readers.forEach(LogReader::wakeup);
        try {
            thread.join(STOP_DEADLINE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
