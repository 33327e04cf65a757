// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.cli.kafka.EmbeddedKafka;
import dev.seks.executor.Executor;
import dev.seks.schemas.record.Claim;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.ExecutionStatus;
import dev.seks.schemas.record.Progress;
import dev.seks.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Kafka's administrator writes, copies or removes in the topics of an executor neither makes it act nor stops it. */
class ForgeryTest {
    @TempDir
    private static Path kafkaFolder;

    private static EmbeddedKafka kafka;

    @TempDir
    private Path folder;

    private Stage stage;
    private String bundle;

    @BeforeAll
    static void startBroker() {
        kafka = EmbeddedKafka.start(kafkaFolder, 0);
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @BeforeEach
    void open() throws Exception {
        stage = new Stage(kafka, folder, 1);
        bundle = stage.bundle();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void aForgedDecisionIsRefusedAndTouchesNoDomain() throws Exception {
        stage.start();
        byte[] forged =
                value(stage.approval(bundle, "aeonbyte", "order", "forged").setSeq(1_000_000));

        stage.send(Topic.APPROVED, Stage.DOMAIN, forged, Optional.empty());
        stage.send(Topic.APPROVED, Stage.DOMAIN, forged, Optional.of(stage.signed(Topic.PENDING, forged)));
        stage.send(
                Topic.APPROVED,
                Stage.DOMAIN,
                forged,
                Optional.of(stage.signed(Topic.APPROVED, value(stage.approval(bundle, "aeonbyte", "order", "other")))));
        stage.approve(stage.approval(bundle, "aeonbyte", "order", "tea").setSeq(9));

        List<ExecutionResult> results = stage.awaitResults(4);
        assertThat(results.subList(0, 3)).allSatisfy(result -> {
            assertThat(result.getDomain()).isEqualTo("_p0");
            assertThat(result.getStatus()).isEqualTo(ExecutionStatus.REFUSED);
            assertThat(result.getError().getCode()).isEqualTo("not_authenticated");
        });
        assertThat(stage.service.calls()).containsExactly("POST /orders/tea");
    }

    @Test
    void aCopyOfAGenuineDecisionRunsNothing() throws Exception {
        Executor first = stage.start();
        order("one", "two", "three");

        copyAll(Topic.APPROVED);
        first.close();
        copyAll(Topic.APPROVED);
        stage.resetGroupToTheBeginning();
        stage.start();

        order("last");
        eachCalledOnce("one", "two", "three", "last");
    }

    @Test
    void aForgedClaimOrProgressKeepsNoDecisionFromRunning() throws Exception {
        Executor first = stage.start();
        order("one");
        first.close();

        Claim claim = stage.claims().get(0);
        Progress progress = Progress.newBuilder()
                .setDomain(Stage.DOMAIN)
                .setLastSeq(Long.MAX_VALUE)
                .setClaimsResolvedBelow(Long.MAX_VALUE)
                .setDecisionsReadBelow(Long.MAX_VALUE)
                .setDomains(Integer.MAX_VALUE)
                .build();
        send(
                Topic.CLAIMS,
                stage.codecs()
                        .claim()
                        .encode(Claim.newBuilder(claim).setSeq(Long.MAX_VALUE).build()));
        send(Topic.PROGRESS, stage.codecs().progress().encode(progress));
        send(Topic.PROGRESS, new byte[] {1, 2, 3});
        stage.send(new ProducerRecord<>(
                stage.topics().name(Topic.PROGRESS), Stage.DOMAIN.getBytes(StandardCharsets.UTF_8), null));
        stage.start();

        order("two");
        eachCalledOnce("one", "two");
    }

    @Test
    void aCopyOfAClaimIsNotAnOpenClaim() throws Exception {
        Executor first = stage.start();
        stage.approve(stage.approval(bundle, "aeonbyte", "get", "one")); // may be repeated, if it were open
        stage.awaitResults(1);
        order("two");
        first.close();

        copyAll(Topic.CLAIMS);
        stage.start();

        order("three");
        assertThat(stage.results()).hasSize(3);
        assertThat(stage.service.calls())
                .containsExactlyInAnyOrder("GET /orders/one", "POST /orders/two", "POST /orders/three");
    }

    @Test
    void decisionsRunOnceAlthoughAllProgressIsRemoved() throws Exception {
        Executor first = stage.start();
        order("one", "two", "three");
        first.close();

        removeProgress();
        copyAll(Topic.APPROVED);
        stage.resetGroupToTheBeginning();
        stage.start();

        order("last");
        eachCalledOnce("one", "two", "three", "last");
    }

    @Test
    void decisionsRunOnceAlthoughProgressIsPutBackToAnEarlierOne() throws Exception {
        Executor first = stage.start();
        order("one");
        List<ConsumerRecord<byte[], byte[]>> early = read(Topic.PROGRESS);
        order("two", "three");
        stage.approve(stage.approval("c".repeat(64), "aeonbyte", "order", "refused")); // it gets no claim
        stage.awaitResults(4);
        first.close();

        removeProgress();
        copy(early);
        copyAll(Topic.APPROVED);
        stage.resetGroupToTheBeginning();
        stage.start();

        order("last");
        assertThat(stage.results()).hasSize(5);
        eachCalledOnce("one", "two", "three", "last");
    }

    @Test
    void noDecisionIsSkippedAlthoughTheGroupIsSetAhead() throws Exception {
        Executor first = stage.start();
        order("one");
        first.close();
        stage.approve(stage.approval(bundle, "aeonbyte", "order", "two"));

        setGroupTo(read(Topic.APPROVED).get(1).offset() + 1);
        stage.start();

        stage.awaitResults(2);
        eachCalledOnce("one", "two");
    }

    @Test
    void anUnsignedCopyOfABundleDoesNotStandInForIt() throws Exception {
        copy(read(Topic.POLICIES).stream()
                .map(message -> new ConsumerRecord<>(
                        message.topic(), message.partition(), message.offset(), message.key(), message.value()))
                .toList());
        stage.start();

        order("one");
        eachCalledOnce("one");
    }

    @Test
    void aBundleThatNoPublisherHasSignedIsRunByNobody() throws Exception {
        stage.start();
        byte[] forged = stage.codecs()
                .bundle()
                .encode(stage.aBundle(stage.catalogue().replace("POST /orders/{item}", "POST /stolen/{item}")));
        send(Topic.POLICIES, forged);
        stage.approve(stage.approval(dev.seks.schemas.digest.Digest.of(forged), "aeonbyte", "order", "tea"));

        assertThat(stage.awaitResults(1).get(0).getError().getCode()).isEqualTo("bundle_unknown");
        assertThat(stage.service.calls()).isEmpty();
    }

    private void order(String... items) {
        int before = stage.results().size();
        for (String item : items) {
            stage.approve(stage.approval(bundle, "aeonbyte", "order", item));
        }
        stage.awaitResults(before + items.length);
    }

    private void eachCalledOnce(String... items) {
        List<String> calls = new ArrayList<>();
        for (String item : items) {
            calls.add("POST /orders/" + item);
        }
        assertThat(stage.service.calls()).containsExactlyInAnyOrderElementsOf(calls);
    }

    private byte[] value(Decision.Builder decision) {
        return stage.codecs().decision().encode(decision.build());
    }

    private void send(Topic topic, byte[] value) {
        stage.send(topic, Stage.DOMAIN, value, Optional.empty());
    }

    private void copyAll(Topic topic) {
        copy(read(topic));
    }

    /** Appends records again as they are, headers included. */
    private void copy(List<ConsumerRecord<byte[], byte[]>> messages) {
        messages.forEach(message -> stage.send(new ProducerRecord<>(
                message.topic(), message.partition(), message.key(), message.value(), message.headers())));
    }

    private List<ConsumerRecord<byte[], byte[]>> read(Topic topic) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        stage.drain(topic, found::add);
        return found;
    }

    /** What compaction does to records for which later ones stand. */
    private void removeProgress() throws Exception {
        String topic = stage.topics().name(Topic.PROGRESS);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Admin admin = Admin.create(stage.client())) {
            cleanup(admin, topic, "delete");
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(-1)))
                    .all()
                    .get();
            cleanup(admin, topic, "compact");
        }
        assertThat(read(Topic.PROGRESS)).isEmpty();
    }

    private static void cleanup(Admin admin, String topic, String policy) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        AlterConfigOp set = new AlterConfigOp(new ConfigEntry("cleanup.policy", policy), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(resource, List.of(set))).all().get();
    }

    private void setGroupTo(long offset) throws Exception {
        stage.resetGroupToTheBeginning();
        try (Admin admin = Admin.create(stage.client())) {
            TopicPartition approved = new TopicPartition(stage.topics().name(Topic.APPROVED), 0);
            admin.alterConsumerGroupOffsets(stage.config().group(), Map.of(approved, new OffsetAndMetadata(offset)))
                    .all()
                    .get();
        }
    }
}
