// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.topology;

import dev.seks.broker.decision.Trust;
import dev.seks.schemas.topic.ClusterId;
import dev.seks.schemas.topic.Sizes;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.TopicAdmin;
import dev.seks.schemas.topic.TopicException;
import dev.seks.schemas.topic.TransactionVersion;
import dev.seks.schemas.wire.Codecs;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker process: decides every request of the domains whose partitions it holds.
 *
 * <p>Each decision, its journal entry, the state it changed and the position in the log are one Kafka transaction.
 */
public final class Broker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);
    private static final int MOST_THREADS_REPLACED = 20;

    private final SignaturesAhead signatures;
    private final KafkaStreams streams;
    private final CountDownLatch running = new CountDownLatch(1);
    private final AtomicInteger replaced = new AtomicInteger();
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private volatile boolean closing;

    private Broker(BrokerConfig config, String clusterId) {
        this.signatures = new SignaturesAhead(clusterId, config.topics().name(Topic.REQUESTS), otherProcessors());
        BrokerTopology topology = new BrokerTopology(
                config.topics(),
                Codecs.of(config.ids()),
                config.keys().trust(clusterId),
                signatures,
                config.keys().decisions());
        Properties settings = settings(config);
        settings.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG), ReadAhead.class.getName());
        settings.put(StreamsConfig.mainConsumerPrefix(ReadAhead.SETTING), signatures);
        this.streams = new KafkaStreams(topology.build(), settings);
        streams.setStateListener((now, before) -> {
            LOG.info("broker state={} before={}", now, before);
            if (now == KafkaStreams.State.RUNNING || now.hasCompletedShutdown()) {
                running.countDown();
            }
            if (now.hasCompletedShutdown() && !closing) {
                failure.complete("it has stopped deciding");
            }
        });
        streams.setUncaughtExceptionHandler(this::onFailure);
    }

    private static int otherProcessors() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    }

    /**
     * Starts deciding; returns before the stores are restored.
     *
     * @throws TopicException when the cluster does not answer, or its topics or transactions are unsafe
     */
    public static Broker start(BrokerConfig config) throws TopicException {
        String clusterId;
        try (Admin admin = Admin.create(config.client())) {
            new TopicAdmin(admin, config.topics()).verify();
            TransactionVersion.verify(admin);
            clusterId = ClusterId.of(admin);
        }
        if (config.keys().requests() == Trust.RequestProof.NONE) {
            LOG.warn(
                    "authentication=none: requests are not authenticated, whoever can write them can ask as any agent");
        }
        Broker broker = new Broker(config, clusterId);
        broker.streams.start();
        return broker;
    }

    /** Waits until it decides; false when that did not come about within {@code patience}. */
    public boolean awaitReady(Duration patience) throws InterruptedException {
        return running.await(patience.toMillis(), TimeUnit.MILLISECONDS) && ready();
    }

    /** Whether it decides now: its stores are restored and its threads run. */
    public boolean ready() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** Completes with a short reason when it stops deciding by itself; never completes otherwise. */
    public CompletableFuture<String> failure() {
        return failure.copy();
    }

    @Override
    public void close() {
        closing = true;
        streams.close(CLOSE_WITHIN);
        signatures.close();
    }

    private StreamThreadExceptionResponse onFailure(Throwable failure) {
        boolean replace = failure instanceof Exception && replaced.incrementAndGet() <= MOST_THREADS_REPLACED;
        LOG.error("broker thread failed replaced={}", replace, failure);
        return replace ? StreamThreadExceptionResponse.REPLACE_THREAD : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** INVARIANT: exactly-once between topics and stores; every transactional write is read committed. */
    static Properties settings(BrokerConfig config) {
        Properties settings = new Properties();
        settings.putAll(config.client());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, config.topics().prefix() + "broker");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
        settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, config.standbys());
        settings.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitEvery().toMillis());
        settings.put(StreamsConfig.POLL_MS_CONFIG, 2);
        settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, 0);
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocks.class);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), config.instance());
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 2_000);
        settings.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), Sizes.CLIENT_REQUEST);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 2);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Sizes.CLIENT_REQUEST);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 10_000);
        return settings;
    }
}
