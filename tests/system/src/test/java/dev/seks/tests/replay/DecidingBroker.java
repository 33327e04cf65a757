// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.replay;

import static org.awaitility.Awaitility.await;

import dev.seks.broker.topology.Broker;
import dev.seks.broker.topology.BrokerConfig;
import dev.seks.cli.key.KeyFolder;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.signature.SignatureHeader;
import dev.seks.schemas.topic.ClusterId;
import dev.seks.schemas.topic.Sizes;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.TopicAdmin;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import dev.seks.tests.cluster.KafkaCluster;
import dev.seks.tests.invariant.InvariantChecker;
import dev.seks.tests.invariant.TopicsReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The real broker-streams on fresh topics, and an outsider's producer to write into any of them. */
public final class DecidingBroker implements AutoCloseable {
    /** The domain and the agent of requests that say nothing else. */
    public static final String DOMAIN = "acme";

    public static final String AGENT = "aeonbyte";

    /** Who may approve. */
    public static final String OPERATOR = "kim";

    public static final int PARTITIONS = 4;

    private static final Duration SOON = Duration.ofMinutes(3);

    private final KafkaCluster cluster;
    private final Topics topics;
    private final Codecs codecs = Codecs.of(SchemaIds.builtIn());
    private final KafkaProducer<byte[], byte[]> producer;
    private final Broker broker;
    private final KeyFolder keys;
    private final Signatory signatory;

    private DecidingBroker(KafkaCluster cluster, Topics topics, Broker broker, KeyFolder keys, Signatory signatory) {
        this.keys = keys;
        this.signatory = signatory;
        this.cluster = cluster;
        this.topics = topics;
        this.broker = broker;
        this.producer = producer(Map.of());
    }

    /** Starts it with stores in {@code folder} and waits until it decides. No domain has a policy yet. */
    public static DecidingBroker start(KafkaCluster cluster, Path folder) throws Exception {
        return start(cluster, folder, 1);
    }

    /** The same with so many copies of each topic. */
    public static DecidingBroker start(KafkaCluster cluster, Path folder, int copies) throws Exception {
        Topics topics = cluster.freshTopics(PARTITIONS);
        String clusterId;
        try (Admin admin = Admin.create(cluster.client())) {
            new TopicAdmin(admin, topics).create(copies);
            clusterId = ClusterId.of(admin);
        }
        KeyFolder keys = KeyFolder.in(folder).make(OPERATOR);
        Broker broker = Broker.start(BrokerConfig.single(
                cluster.client(), topics, SchemaIds.builtIn(), keys.broker(), folder.resolve("state")));
        if (!broker.awaitReady(SOON)) {
            broker.close();
            throw new IllegalStateException("the broker was not ready within " + SOON.toSeconds() + " s");
        }
        return new DecidingBroker(cluster, topics, broker, keys, new Signatory(keys, topics, clusterId));
    }

    public Topics topics() {
        return topics;
    }

    /** The keys of whoever may write here; the operator publishes and orders. */
    public KeyFolder keys() {
        return keys;
    }

    /** Signs for all of them. */
    public Signatory signatory() {
        return signatory;
    }

    public Codecs codecs() {
        return codecs;
    }

    /** A further producer, with other settings than a plain one. */
    public KafkaProducer<byte[], byte[]> producer(Map<String, Object> others) {
        Map<String, Object> settings = new HashMap<>(cluster.client());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Sizes.CLIENT_REQUEST);
        settings.putAll(others);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A fresh request of the usual agent without parameters. */
    public CapabilityRequest.Builder aRequest(String service, String action) {
        return CapabilityRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setDomain(DOMAIN)
                .setAgent(AGENT)
                .setService(service)
                .setAction(action)
                .setCreatedAt(now());
    }

    /** Publishes a request under its domain. */
    public RecordMetadata ask(CapabilityRequest request) throws InterruptedException {
        return publish(Topic.REQUESTS, request.getDomain(), codecs.request().encode(request));
    }

    /** The same without waiting until Kafka has it. */
    public Future<RecordMetadata> askLater(CapabilityRequest request) {
        return producer.send(
                signed(Topic.REQUESTS, request.getDomain(), codecs.request().encode(request)));
    }

    /** Puts a policy in force, with the catalogue and one operator. */
    public void enact(String domain, int version, String policy, BundleFile... catalogue) throws InterruptedException {
        publish(
                Topic.POLICIES,
                domain,
                codecs.bundle()
                        .encode(PolicyBundle.newBuilder()
                                .setDomain(domain)
                                .setVersion(version)
                                .setPolicy(new BundleFile("seks-policy.yaml", policy))
                                .setCatalogue(List.of(catalogue))
                                .setOperators(List.of(OPERATOR))
                                .setAuthor(OPERATOR)
                                .setMessage("for a test")
                                .setCreatedAt(now())
                                .build()));
    }

    /** Publishes it with the signature of whoever may write such a record. */
    public RecordMetadata publish(Topic topic, String key, byte[] value) throws InterruptedException {
        return publish(signed(topic, key, value));
    }

    private ProducerRecord<byte[], byte[]> signed(Topic topic, String key, byte[] value) {
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(topics.name(topic), keyBytes, value);
        signatory
                .signature(topic, keyBytes, value)
                .ifPresent(header -> message.headers().add(SignatureHeader.NAME, header.encode()));
        return message;
    }

    /** Publishes it as it is and waits until Kafka has it. */
    public RecordMetadata publish(ProducerRecord<byte[], byte[]> message) throws InterruptedException {
        try {
            return producer.send(message).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the record was not taken", e.getCause());
        }
    }

    /** Waits until everything that was published has been decided, and gives what stands in the topics. */
    public Recording settled() {
        await().atMost(SOON).until(() -> recording().isSettled());
        return recording();
    }

    /** Waits until all is decided and fails the test unless the topics hold what they must. */
    public void requireProof() {
        settled();
        InvariantChecker.of(new TopicsReader(cluster.client(), topics).read(name -> name.startsWith(topics.prefix())))
                .withIdentities(signatory.identities())
                .requireNoFinding();
        ReplayChecker.read(cluster.client(), topics, keys.broker()).requireSame();
    }

    public static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public void close() {
        producer.close();
        broker.close();
    }

    private Recording recording() {
        return Recording.read(cluster.client(), topics, keys.broker());
    }
}
