// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.approval;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seks.approval.ApprovalConfig;
import dev.seks.approval.ApprovalService;
import dev.seks.cli.kafka.EmbeddedKafka;
import dev.seks.cli.key.KeyFolder;
import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.ApproverGroup;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordVerifier;
import dev.seks.schemas.topic.ClusterId;
import dev.seks.schemas.topic.LogReader;
import dev.seks.schemas.topic.Partitioning;
import dev.seks.schemas.topic.Signatures;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.TopicAdmin;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker with the topics, and the words to play broker-streams towards an approval service. */
final class Asking implements AutoCloseable {
    static final String DOMAIN = "acme";
    static final String PERSON = "mika";
    static final Duration SOON = Duration.ofMinutes(1);
    static final String TOKEN = "the-token-of-the-test-of-approvals";

    private final Path folder;
    private final EmbeddedKafka kafka;
    private final Topics topics = Topics.withPartitions(4);
    private final Codecs codecs = Codecs.of(SchemaIds.builtIn());
    private final Path tokenFile;
    private final KeyFolder keys;
    private KafkaProducer<byte[], byte[]> producer;
    private final HttpClient http = HttpClient.newHttpClient();
    private long seq;

    Asking(Path folder) throws Exception {
        this.folder = folder;
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
        keys = KeyFolder.in(folder).make(PERSON);
        tokenFile = Files.createFile(
                folder.resolve("token"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(tokenFile, TOKEN + "\n");
        try (Admin admin = Admin.create(client())) {
            new TopicAdmin(admin, topics).create(1);
        }
        producer = producer();
    }

    private KafkaProducer<byte[], byte[]> producer() {
        KafkaProducer<byte[], byte[]> fresh = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrap(), "transactional.id", "broker-streams"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        fresh.initTransactions();
        return fresh;
    }

    Map<String, Object> client() {
        return Map.of("bootstrap.servers", kafka.bootstrap());
    }

    Topics topics() {
        return topics;
    }

    int partition() {
        return partition(DOMAIN);
    }

    private int partition(String domain) {
        return Partitioning.partition(domain.getBytes(StandardCharsets.UTF_8), topics.partitions());
    }

    ApprovalConfig config() {
        return ApprovalConfig.local(
                client(),
                topics,
                SchemaIds.builtIn(),
                tokenFile,
                keys.approvalService().path(),
                keys.roots(),
                PERSON);
    }

    ApprovalService service() throws Exception {
        ApprovalService service = ApprovalService.start(config());
        await().atMost(SOON).until(service::ready);
        return service;
    }

    KeyFolder keys() {
        return keys;
    }

    /** A folder of the test's own. */
    Path folder() {
        return folder;
    }

    /** Leaves a request pending; gives its digest. */
    String pending(String id) {
        return pending(DOMAIN, id);
    }

    /** The same in another domain, and so most likely in another partition. */
    String pending(String domain, String id) {
        Decision decision = decision(domain, id, Outcome.PENDING, Reason.APPROVAL_REQUIRED);
        committed(Topic.PENDING, decision);
        return decision.getRequestDigest();
    }

    /** The same for somebody else to decide. */
    String pendingFor(String person, String id) {
        Decision decision = decision(DOMAIN, id, Outcome.PENDING, Reason.APPROVAL_REQUIRED, person);
        committed(Topic.PENDING, decision);
        return decision.getRequestDigest();
    }

    void approved(String id) {
        committed(Topic.APPROVED, decision(id, Outcome.APPROVED, Reason.APPROVED_BY_PEOPLE));
    }

    void denied(String domain, String id, Reason reason) {
        committed(Topic.DENIED, decision(domain, id, Outcome.DENIED, reason));
    }

    void committed(Topic topic, Decision decision) {
        try {
            commit(topic, decision);
        } catch (InvalidTxnStateException e) {
            // Kafka now and then says so of the first transaction of a fresh cluster; a successor fences it off
            producer.close();
            producer = producer();
            commit(topic, decision);
        }
    }

    private void commit(Topic topic, Decision decision) {
        producer.beginTransaction();
        send(topic, decision);
        producer.commitTransaction();
    }

    /** Writes a pending decision in a transaction that is then aborted. */
    void pendingButAborted(String id) {
        producer.beginTransaction();
        send(Topic.PENDING, decision(id, Outcome.PENDING, Reason.APPROVAL_REQUIRED));
        producer.flush();
        producer.abortTransaction();
    }

    private void send(Topic topic, Decision decision) {
        producer.send(new ProducerRecord<>(
                topics.name(topic),
                decision.getDomain().getBytes(StandardCharsets.UTF_8),
                codecs.decision().encode(decision)));
    }

    Decision decision(String id, Outcome outcome, Reason reason) {
        return decision(DOMAIN, id, outcome, reason);
    }

    private Decision decision(String domain, String id, Outcome outcome, Reason reason) {
        return decision(domain, id, outcome, reason, PERSON);
    }

    private Decision decision(String domain, String id, Outcome outcome, Reason reason, String person) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        byte[] request = codecs.request()
                .encode(CapabilityRequest.newBuilder()
                        .setRequestId(id)
                        .setDomain(domain)
                        .setAgent("aeonbyte")
                        .setService("github")
                        .setAction("repos.create")
                        .setParams("{\"name\":\"site\"}")
                        .setCreatedAt(Instant.EPOCH)
                        .build());
        return Decision.newBuilder()
                .setDomain(domain)
                .setSeq(++seq)
                .setRequestId(id)
                .setAgent("aeonbyte")
                .setService("github")
                .setAction("repos.create")
                .setRequest(ByteBuffer.wrap(request))
                .setRequestDigest(Digest.of(request))
                .setRequestCoordinates(new Coordinates(topics.name(Topic.REQUESTS), partition(domain), seq, now))
                .setOutcome(outcome)
                .setReason(reason)
                .setExplanation("a person is asked")
                .setRules(List.of())
                .setLimits(List.of())
                .setApproval(Approval.newBuilder()
                        .setApprovers(List.of(ApproverGroup.newBuilder()
                                .setGroup("operators")
                                .setPeople(List.of(person))
                                .build()))
                        .setQuorum(1)
                        .setExpiresAt(now.plus(Duration.ofMinutes(15)))
                        .setVerdicts(List.of())
                        .build())
                .setDecidedAt(now)
                .build();
    }

    /** How many instances share the keeping of cards. */
    int members() throws Exception {
        try (Admin admin = Admin.create(client())) {
            return admin.describeConsumerGroups(List.of("seks.approval-cards"))
                    .all()
                    .get()
                    .get("seks.approval-cards")
                    .members()
                    .size();
        }
    }

    /** The digests that the service lists as open. */
    List<String> open(ApprovalService service) throws IOException {
        JsonNode answer = new JsonMapper()
                .readTree(send(request(service, "/v1/approvals?state=open")).body());
        return answer.get("approvals").findValuesAsText("requestDigest").stream()
                .distinct()
                .toList();
    }

    int approve(ApprovalService service, String digest) {
        return send(request(service, "/v1/approvals/" + digest + "/verdicts")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"verdict\":\"APPROVE\"}")))
                .statusCode();
    }

    String metrics(ApprovalService service) {
        return send(request(service, "/metrics")).body();
    }

    private static HttpRequest.Builder request(ApprovalService service, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                .header("Authorization", "Bearer " + TOKEN);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    List<ConsumerRecord<byte[], byte[]>> verdicts() {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (LogReader reader = LogReader.of(client(), topics, List.of(Topic.VERDICTS))) {
            reader.drain(SOON, found::add);
        }
        return found;
    }

    /** Whether a verdict is signed by the service. */
    boolean isSigned(ConsumerRecord<byte[], byte[]> verdict) throws Exception {
        try (Admin admin = Admin.create(client())) {
            return Signatures.verify(
                    new RecordVerifier(ClusterId.of(admin)),
                    List.of(keys.approvalService().ed25519().publicKey()),
                    RecordKind.VERDICT,
                    verdict);
        }
    }

    Codecs codecs() {
        return codecs;
    }

    @Override
    public void close() {
        producer.close();
        kafka.close();
    }
}
