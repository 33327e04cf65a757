// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.delivery;

import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares the partitions among the instances by a consumer group that reads nothing. It owns one thread.
 *
 * <p>INVARIANT: no two instances keep a partition at once. One that stops hands over after its last call has ended. One
 * that is cut off works on only as long as Kafka waits for it: every commit that Kafka takes renews a lease, and a call
 * begins only while the lease outlasts it. (A process that is stopped between looking at its lease and calling is the
 * one case left.)
 */
public final class KafkaShift implements Shift, Stoppable {
    /** For how long after a commit was sent a call may begin: what is left of the session is for the call itself. */
    static final Duration LEASE = Duration.ofSeconds(4);

    private static final Duration MARGIN = Duration.ofSeconds(1);
    private static final Duration RENEW = Duration.ofSeconds(1);
    private static final Duration COMMIT = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(KafkaShift.class);

    private final Properties settings;
    private final String topic;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Set<Integer> held = ConcurrentHashMap.newKeySet();
    private final Map<Integer, String> notes = new ConcurrentHashMap<>();
    private final ReentrantReadWriteLock handover = new ReentrantReadWriteLock(true);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private final Duration stopDeadline;
    private volatile long leaseUntilNs = System.nanoTime();
    private volatile boolean unwritten;

    /**
     * What is shared.
     *
     * @param name of the consumer group, after the prefix of the topics
     * @param longest time that one call takes
     */
    public record Duty(String name, Duration longest) {}

    public KafkaShift(Map<String, Object> client, Topics topics, Duty duty) {
        Duration session = session(duty.longest());
        this.settings = settings(client, topics.prefix() + duty.name(), session);
        this.topic = topics.name(Topic.PENDING);
        this.stopDeadline = session;
        this.thread = new Thread(this::run, duty.name() + "-shift");
        thread.setDaemon(true);
    }

    /** Without a sign of life for that long, Kafka gives an instance's partitions to others. */
    public static Duration session(Duration longestCall) {
        return LEASE.plus(longestCall).plus(MARGIN);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    private void tell() {
        listeners.forEach(Runnable::run);
    }

    @Override
    public Set<Integer> held() {
        return leased() ? Set.copyOf(held) : Set.of();
    }

    @Override
    public <T> Optional<T> keeping(int partition, Work<T> work) throws InterruptedException {
        handover.readLock().lockInterruptibly();
        try {
            return leased() && held.contains(partition) ? Optional.of(work.run()) : Optional.empty();
        } finally {
            handover.readLock().unlock();
        }
    }

    @Override
    public Optional<String> note(int partition) {
        return Optional.ofNullable(notes.get(partition)).filter(note -> !note.isEmpty());
    }

    @Override
    public void leaveNote(int partition, String note) {
        notes.computeIfPresent(partition, (p, old) -> note);
        unwritten = true;
    }

    private boolean leased() {
        return leaseUntilNs - System.nanoTime() > 0;
    }

    private void run() {
        while (isWorking()) {
            try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
                consumer.subscribe(List.of(topic), new Handover(consumer));
                while (isWorking()) {
                    consumer.poll(POLL);
                    renew(consumer);
                }
                write(consumer);
            } catch (RuntimeException e) {
                LOG.error("sharing the requests is interrupted, beginning anew", e);
                pause();
            } finally {
                lose(Set.copyOf(held));
            }
        }
    }

    private void renew(KafkaConsumer<byte[], byte[]> consumer) {
        long spentNs = LEASE.toNanos() - (leaseUntilNs - System.nanoTime());
        if (!held.isEmpty() && (unwritten || spentNs > RENEW.toNanos())) {
            write(consumer);
        }
    }

    /** Commits the notes, which proves to be a member of the group and counts for a heartbeat. */
    private void write(KafkaConsumer<byte[], byte[]> consumer) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        held.forEach(
                p -> offsets.put(new TopicPartition(topic, p), new OffsetAndMetadata(0, notes.getOrDefault(p, ""))));
        long sentNs = System.nanoTime();
        boolean lapsed = !leased();
        try {
            unwritten = false;
            consumer.commitSync(offsets, COMMIT);
            leaseUntilNs = sentNs + LEASE.toNanos();
            if (lapsed) {
                tell();
            }
        } catch (RebalanceInProgressException | RetriableException e) {
            unwritten = true;
            LOG.debug("a lease on requests could not be renewed, trying again", e);
        }
    }

    private final class Handover implements ConsumerRebalanceListener {
        private final KafkaConsumer<byte[], byte[]> consumer;

        Handover(KafkaConsumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            consumer.pause(partitions);
            Map<TopicPartition, OffsetAndMetadata> last = consumer.committed(Set.copyOf(partitions));
            for (TopicPartition partition : partitions) {
                OffsetAndMetadata found = last.get(partition);
                notes.put(partition.partition(), found == null ? "" : found.metadata());
                held.add(partition.partition());
            }
            unwritten = true; // takes the lease, without which nothing is done
            tell();
        }

        /** Others get the partitions only when this has returned. */
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            boolean ended = false;
            try {
                ended = handover.writeLock().tryLock(stopDeadline.toMillis(), TimeUnit.MILLISECONDS);
                if (!partitions.isEmpty() && leased()) {
                    write(consumer);
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            } finally {
                lose(partitions.stream().map(TopicPartition::partition).toList());
                if (ended) {
                    handover.writeLock().unlock();
                }
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            lose(partitions.stream().map(TopicPartition::partition).toList());
        }
    }

    private void lose(Collection<Integer> partitions) {
        partitions.forEach(held::remove);
        partitions.forEach(notes::remove);
        tell();
    }

    private boolean isWorking() {
        return stopping.getCount() > 0;
    }

    private void pause() {
        try {
            stopping.await(PAUSE_AFTER_FAULT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            stopping.countDown();
        }
    }

    private static Properties settings(Map<String, Object> client, String group, Duration session) {
        Properties settings = new Properties();
        settings.putAll(client);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) session.toMillis());
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) RENEW.toMillis());
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int)
                session.multipliedBy(6).toMillis());
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        return settings;
    }

    @Override
    public void close() {
        stopping.countDown();
        try {
            thread.join(stopDeadline.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
