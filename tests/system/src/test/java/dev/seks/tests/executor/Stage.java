// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.executor;

import static org.awaitility.Awaitility.await;

import dev.seks.cli.kafka.EmbeddedKafka;
import dev.seks.cli.key.KeyFolder;
import dev.seks.executor.Executor;
import dev.seks.executor.ExecutorConfig;
import dev.seks.executor.credential.Custody;
import dev.seks.executor.credential.Issue;
import dev.seks.executor.credential.Secret;
import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Claim;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.ControlKind;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.signature.SignatureHeader;
import dev.seks.schemas.signature.Signer;
import dev.seks.schemas.topic.ClusterId;
import dev.seks.schemas.topic.LogReader;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.TopicAdmin;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.RecordCodec;
import dev.seks.schemas.wire.SchemaIds;
import dev.seks.schemas.wire.WireException;
import dev.seks.tests.leftovers.SecretsFolder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Fresh topics on a broker, a service to call, and the words to play broker-streams towards an executor. What executors
 * publish is read by a reader of its own.
 */
final class Stage implements AutoCloseable {
    static final String DOMAIN = "acme";
    static final String SECRET = "s3cr3t-of-the-service";
    static final Duration SOON = Duration.ofMinutes(1);

    /** How long a claim of a {@link #hasty} executor holds; so long a successor waits before it answers for one. */
    static final Duration ACT_WITHIN = Duration.ofSeconds(2);

    /** How long a claim holds elsewhere: longer than a machine with much to do stands still. */
    private static final Duration ACT_AT_LEISURE = Duration.ofSeconds(30);

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(30);

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final EmbeddedKafka kafka;
    private final Path folder;
    private final int number = NUMBER.incrementAndGet();
    private final Topics topics;
    private final KeyFolder keys;
    private final String clusterId;
    private final Codecs codecs = Codecs.of(SchemaIds.builtIn());
    private final KafkaProducer<byte[], byte[]> producer;
    private final LogReader published;
    private final List<Claim> claims = new ArrayList<>();
    private final List<ExecutionResult> results = new ArrayList<>();
    private final List<ExecutionResult> lateNotes = new ArrayList<>();
    private final List<Executor> executors = new ArrayList<>();
    final CountingService service = new CountingService();
    private long seq;

    Stage(EmbeddedKafka kafka, Path folder, int partitions) throws Exception {
        this.folder = folder;
        this.topics = new Topics("t" + number + ".", partitions);
        this.kafka = kafka;
        this.keys = KeyFolder.in(folder).make("publisher");
        SecretsFolder.keep(folder, "shop", SECRET);
        try (Admin admin = Admin.create(client())) {
            new TopicAdmin(admin, topics).create(1);
            clusterId = ClusterId.of(admin);
        }
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrap(), "acks", "all", "max.request.size", 8 * 1024 * 1024),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.published = LogReader.of(client(), topics, List.of(Topic.CLAIMS, Topic.RESULTS));
    }

    Map<String, Object> client() {
        return Map.of("bootstrap.servers", kafka.bootstrap());
    }

    Topics topics() {
        return topics;
    }

    Codecs codecs() {
        return codecs;
    }

    ExecutorConfig config() {
        Custody custody = use -> Issue.of(Secret.of(SECRET));
        return ExecutorConfig.of(
                        client(), topics, SchemaIds.builtIn(), keys.executor(), custody, folder.resolve("files"))
                .named("group-" + number, "executor-1")
                .within(ACT_AT_LEISURE, CLOSE_WITHIN);
    }

    /** The same, for tests in which a successor takes over what a predecessor has left open. */
    ExecutorConfig hasty() {
        return config().within(ACT_WITHIN, CLOSE_WITHIN);
    }

    Executor start() throws Exception {
        return start(config());
    }

    Executor start(ExecutorConfig config) throws Exception {
        Executor executor = Executor.start(config);
        executors.add(executor);
        await().atMost(SOON).until(executor::ready);
        return executor;
    }

    /** What an operator does with Kafka's own tools once no executor runs. */
    void resetGroupToTheBeginning() throws Exception {
        String group = config().group();
        try (Admin admin = Admin.create(client())) {
            admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
            TopicPartition approved = new TopicPartition(topics.name(Topic.APPROVED), 0);
            admin.alterConsumerGroupOffsets(group, Map.of(approved, new OffsetAndMetadata(0)))
                    .all()
                    .get();
        }
    }

    /** Publishes the catalogue of the counting service and gives the digest of the bundle. */
    String bundle() {
        return bundle(catalogue());
    }

    String bundle(String catalogue) {
        byte[] value = codecs.bundle().encode(aBundle(catalogue));
        send(Topic.POLICIES, DOMAIN, value);
        return Digest.of(value);
    }

    PolicyBundle aBundle(String catalogue) {
        return PolicyBundle.newBuilder()
                .setDomain(DOMAIN)
                .setVersion(1)
                .setPolicy(new BundleFile("seks-policy.yaml", "version: 1\n"))
                .setCatalogue(List.of(new BundleFile("catalogue/shop.yaml", catalogue)))
                .setOperators(List.of())
                .setAuthor("test")
                .setMessage("test")
                .setCreatedAt(now())
                .build();
    }

    String catalogue() {
        return """
            service: shop
            base_url: http://127.0.0.1:%d
            allow_private: true
            root: drafts
            credential: { ref: shop, inject: { header: Authorization, format: "Bearer {secret}" } }
            actions:
              order:
                summary: "order {item}"
                effect: write
                http: POST /orders/{item}
                params: { item: { type: string, required: true } }
                returns: [path]
              slow:
                summary: "order {item} slowly"
                effect: write
                http: POST /slow/{item}
                params: { item: { type: string, required: true } }
                returns: [path]
              put:
                summary: "put {item}"
                effect: write
                http: PUT /orders/{item}
                params: { item: { type: string, required: true } }
                returns: [path]
              slow-put:
                summary: "put {item} slowly"
                effect: write
                http: PUT /slow/{item}
                params: { item: { type: string, required: true } }
                returns: [path]
              get:
                summary: "get {item}"
                effect: read
                http: GET /orders/{item}
                params: { item: { type: string, required: true } }
                returns: [path, echo]
              draft:
                summary: "write {item}"
                effect: write
                file: WRITE {item}.txt
                params:
                  item: { type: string, required: true }
                  text: { type: string, required: true, in: content }
                returns: [path, bytes]
            """.formatted(service.port());
    }

    /** An approved decision about {@code action} with the parameter {@code item}, as broker-streams writes it. */
    Decision.Builder approval(String bundle, String agent, String action, String item) {
        return approval(bundle, agent, action, "{\"item\":\"" + item + "\"}", item + "-" + (seq + 1));
    }

    Decision.Builder approval(String bundle, String agent, String action, String params, String requestId) {
        byte[] request = codecs.request()
                .encode(CapabilityRequest.newBuilder()
                        .setRequestId(requestId)
                        .setDomain(DOMAIN)
                        .setAgent(agent)
                        .setService("shop")
                        .setAction(action)
                        .setParams(params)
                        .setCreatedAt(now())
                        .build());
        return Decision.newBuilder()
                .setDomain(DOMAIN)
                .setSeq(++seq)
                .setRequestId(requestId)
                .setAgent(agent)
                .setService("shop")
                .setAction(action)
                .setRequest(ByteBuffer.wrap(request))
                .setRequestDigest(Digest.of(request))
                .setRequestCoordinates(new Coordinates(topics.name(Topic.REQUESTS), 0, seq, now()))
                .setOutcome(Outcome.APPROVED)
                .setReason(Reason.ALLOWED_BY_RULE)
                .setExplanation("allowed")
                .setRules(List.of())
                .setLimits(List.of())
                .setBundleDigest(bundle)
                .setExecuteWithinMs(120_000L)
                .setDecidedAt(now());
    }

    /** Publishes an approval and gives its seq. */
    long approve(Decision.Builder approval) {
        Decision decision = approval.build();
        send(Topic.APPROVED, decision.getDomain(), codecs.decision().encode(decision));
        return decision.getSeq();
    }

    /** Publishes many approvals as fast as Kafka takes them. */
    void flood(List<Decision> approvals) {
        for (Decision decision : approvals) {
            byte[] value = codecs.decision().encode(decision);
            producer.send(
                    signed(Topic.APPROVED, decision.getDomain(), value, Optional.of(signed(Topic.APPROVED, value))));
        }
        producer.flush();
    }

    /** Gives an order as an operator, and the time at which it was appended. */
    Instant order(ControlKind kind, @Nullable String agent, @Nullable String service) {
        return order(anOrder(kind, agent, service));
    }

    Instant order(byte[] order) {
        ProducerRecord<byte[], byte[]> message =
                signed(Topic.CONTROLS, DOMAIN, order, Optional.of(signed(Topic.CONTROLS, order)));
        try {
            return Instant.ofEpochMilli(producer.send(message).get().timestamp());
        } catch (Exception e) {
            throw new IllegalStateException("cannot publish", e);
        }
    }

    byte[] anOrder(ControlKind kind, @Nullable String agent, @Nullable String service) {
        return anOrder(kind, agent, service, "publisher", now());
    }

    byte[] anOrder(ControlKind kind, @Nullable String agent, @Nullable String service, String person, Instant givenAt) {
        return codecs.control()
                .encode(Control.newBuilder()
                        .setDomain(DOMAIN)
                        .setKind(kind)
                        .setAgent(agent)
                        .setService(service)
                        .setPerson(person)
                        .setGivenAt(givenAt)
                        .build());
    }

    /** Publishes it as whoever may write there would sign it. */
    void send(Topic topic, String key, byte[] value) {
        send(topic, key, value, Optional.of(signed(topic, value)));
    }

    void send(Topic topic, String key, byte[] value, Optional<SignatureHeader> signature) {
        send(signed(topic, key, value, signature));
    }

    private ProducerRecord<byte[], byte[]> signed(
            Topic topic, String key, byte[] value, Optional<SignatureHeader> signature) {
        ProducerRecord<byte[], byte[]> message =
                new ProducerRecord<>(topics.name(topic), key.getBytes(StandardCharsets.UTF_8), value);
        signature.ifPresent(header -> message.headers().add(SignatureHeader.NAME, header.encode()));
        return message;
    }

    /** The signature of whoever may write such a record. */
    SignatureHeader signed(Topic topic, byte[] value) {
        Signer key = switch (topic) {
            case POLICIES -> keys.publisher().ed25519();
            case CONTROLS -> keys.operator().ed25519();
            case CLAIMS, PROGRESS, RESULTS -> keys.executions().hmac().get(0);
            default -> keys.decisions().hmac().get(0);
        };
        RecordKind kind = switch (topic) {
            case POLICIES -> RecordKind.BUNDLE;
            case CONTROLS -> RecordKind.CONTROL;
            case CLAIMS -> RecordKind.CLAIM;
            case PROGRESS -> RecordKind.PROGRESS;
            case RESULTS -> RecordKind.RESULT;
            default -> RecordKind.DECISION;
        };
        return signer(key).sign(kind, topics.name(topic), value);
    }

    RecordSigner signer(Signer key) {
        return new RecordSigner(key, clusterId);
    }

    KeyFolder keys() {
        return keys;
    }

    /** Publishes it as it is. */
    void send(ProducerRecord<byte[], byte[]> message) {
        try {
            producer.send(message).get();
        } catch (Exception e) {
            throw new IllegalStateException("cannot publish", e);
        }
    }

    /** All results there are. */
    List<ExecutionResult> results() {
        published.drain(SOON, this::note);
        return List.copyOf(results);
    }

    /** All claims there are. */
    List<Claim> claims() {
        published.drain(SOON, this::note);
        return List.copyOf(claims);
    }

    List<Decision> decisions() {
        return read(Topic.APPROVED, codecs.decision());
    }

    /** How many claims were read by now. */
    int claimed() {
        return claims.size();
    }

    /** The seqs of claims without a result, from all that is committed: an open transaction is not waited for. */
    Set<Long> openClaims() {
        int known;
        do {
            known = claims.size() + results.size();
            published.poll(Duration.ofMillis(50), this::note);
        } while (claims.size() + results.size() > known);
        Set<Long> open = claims.stream().map(Claim::getSeq).collect(Collectors.toCollection(HashSet::new));
        results.forEach(result -> open.remove(result.getSeq()));
        return open;
    }

    /** Waits until there are this many results and gives all there are. */
    List<ExecutionResult> awaitResults(int count) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(1)).until(() -> {
            published.poll(Duration.ofMillis(50), this::note);
            return results.size() >= count;
        });
        return results();
    }

    /** Waits until this many notes stand beside results and gives all there are. */
    List<ExecutionResult> awaitLateNotes(int count) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(1)).until(() -> {
            published.poll(Duration.ofMillis(50), this::note);
            return lateNotes.size() >= count;
        });
        return List.copyOf(lateNotes);
    }

    /** Waits until this many claims are committed. */
    void awaitClaims(int count) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(1)).until(() -> {
            published.poll(Duration.ofMillis(50), this::note);
            return claims.size() >= count;
        });
    }

    private void note(ConsumerRecord<byte[], byte[]> message) {
        try {
            if (message.topic().equals(topics.name(Topic.CLAIMS))) {
                claims.add(codecs.claim().decode(message.value()));
            } else {
                ExecutionResult result = codecs.result().decode(message.value());
                (result.getLate() ? lateNotes : results).add(result);
            }
        } catch (WireException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T extends SpecificRecord> List<T> read(Topic topic, RecordCodec<T> codec) {
        List<T> found = new ArrayList<>();
        drain(topic, message -> {
            try {
                found.add(codec.decode(message.value()));
            } catch (WireException e) {
                throw new IllegalStateException(e);
            }
        });
        return found;
    }

    void drain(Topic topic, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        try (LogReader reader = LogReader.of(client(), topics, List.of(topic))) {
            reader.drain(SOON, sink);
        }
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public void close() {
        service.close();
        executors.forEach(Executor::close);
        published.close();
        producer.close();
    }
}
