// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seks.cli.kafka.EmbeddedKafka;
import dev.seks.executor.Executor;
import dev.seks.executor.ExecutorConfig;
import dev.seks.executor.call.CallBounds;
import dev.seks.executor.claim.PoolBounds;
import dev.seks.schemas.record.Claim;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.ExecutionStatus;
import dev.seks.schemas.record.Progress;
import dev.seks.schemas.topic.Topic;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The executor on a real broker, judged from the topics and from what a service saw on the wire. */
class ExecutorTest {
    @TempDir
    static Path kafkaFolder;

    private static EmbeddedKafka kafka;

    @TempDir
    Path folder;

    private Stage stage;
    private String bundle;
    private int orders;

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
    void executesAnApprovedRequestAndShowsOnlyWhatTheCatalogueLists() throws Exception {
        stage.start();

        stage.approve(stage.approval(bundle, "aeonbyte", "get", "tea"));

        ExecutionResult result = stage.awaitResults(1).get(0);
        assertThat(result.getStatus()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(result.getStatusCode()).isEqualTo(200);
        assertThat(result.getBody()).isEqualTo("{\"path\":\"/orders/tea\",\"echo\":\"Bearer [redacted]\"}");
        assertThat(result.getCredentialRef()).isEqualTo("shop");
        assertThat(stage.service.calls()).containsExactly("GET /orders/tea");
    }

    @Test
    void claimsBeforeItActs() throws Exception {
        stage.start();

        stage.approve(stage.approval(bundle, "aeonbyte", "slow", "tea"));
        await().atMost(Stage.SOON).until(() -> stage.service.calls("/slow/tea") == 1);

        Claim claim = stage.claims().get(0);
        assertThat(claim.getSeq()).isEqualTo(1);
        assertThat(claim.getDecisionOffset()).isZero();
        assertThat(stage.results()).isEmpty();
        stage.service.letGo();
        assertThat(stage.awaitResults(1).get(0).getSeq()).isEqualTo(1);
    }

    @Test
    void writesAFileBelowTheDomainsOwnFolder() throws Exception {
        stage.start();

        stage.approve(stage.approval(bundle, "aeonbyte", "draft", "{\"item\":\"note\",\"text\":\"hello\"}", "d1"));

        ExecutionResult result = stage.awaitResults(1).get(0);
        assertThat(result.getBody()).isEqualTo("{\"path\":\"note.txt\",\"bytes\":5}");
        assertThat(folder.resolve("files/acme/drafts/note.txt")).hasContent("hello");
    }

    @Test
    void runsNothingTwiceWhenItsGroupIsReset() throws Exception {
        Executor first = stage.start();
        approveOrders(20);
        stage.awaitResults(20);
        first.close();

        stage.resetGroupToTheBeginning();
        stage.start();
        stage.approve(stage.approval(bundle, "aeonbyte", "order", "last"));

        eachRanOnce(stage.awaitResults(21), 21);
    }

    @Test
    void runsNothingTwiceWhenItsGroupIsRenamed() throws Exception {
        ExecutorConfig config = stage.config();
        Executor first = stage.start(config);
        approveOrders(20);
        stage.awaitResults(20);
        first.close();

        stage.start(config.named("another-" + config.group(), "executor-2"));
        stage.approve(stage.approval(bundle, "aeonbyte", "order", "last"));

        eachRanOnce(stage.awaitResults(21), 21);
    }

    @Test
    void endsEachRequestOnceHoweverOftenItIsFenced() throws Exception {
        stage.start(stage.hasty());

        for (int i = 0; i < 8; i++) {
            approveOrders(20);
            fenceWithoutSayingAnything();
        }
        List<ExecutionResult> results = stage.awaitResults(160);

        assertThat(results)
                .extracting(ExecutionResult::getSeq)
                .doesNotHaveDuplicates()
                .hasSize(160);
        assertThat(stage.claims()).extracting(Claim::getSeq).doesNotHaveDuplicates();
        assertThat(stage.service.calls()).doesNotHaveDuplicates();
        assertThat(stage.service.calls()).hasSizeGreaterThanOrEqualTo((int) results.stream()
                .filter(result -> result.getStatus() == ExecutionStatus.SUCCEEDED)
                .count());
    }

    @Test
    void answersAClaimWithoutResultOnceWithAnUnknownOutcome() throws Exception {
        stage.approve(stage.approval(bundle, "aeonbyte", "order", "tea"));
        leaveClaimOfStoppedExecutor(1, "tea-1");

        Executor first = stage.start(stage.hasty());
        ExecutionResult result = stage.awaitResults(1).get(0);
        first.close();
        stage.start();
        stage.approve(stage.approval(bundle, "aeonbyte", "order", "last"));
        List<ExecutionResult> results = stage.awaitResults(2);

        assertThat(result.getStatus()).isEqualTo(ExecutionStatus.OUTCOME_UNKNOWN);
        assertThat(result.getError().getCode()).isEqualTo("executor_stopped");
        assertThat(result.getAction()).isEqualTo("order");
        assertThat(results).hasSize(2);
        assertThat(stage.service.calls()).containsExactly("POST /orders/last");
    }

    @Test
    void repeatsAnIdempotentCallUnderTheClaimItHas() throws Exception {
        stage.approve(stage.approval(bundle, "aeonbyte", "get", "tea"));
        leaveClaimOfStoppedExecutor(1, "tea-1");

        stage.start(stage.hasty());

        ExecutionResult result = stage.awaitResults(1).get(0);
        assertThat(result.getStatus()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(stage.claims()).hasSize(1);
        assertThat(stage.service.calls()).containsExactly("GET /orders/tea");
    }

    @Test
    void findsAnOpenClaimHoweverManyCameAfterIt() throws Exception {
        Executor first = stage.start(stage.config().within(Stage.ACT_WITHIN, Duration.ofMillis(200)));
        stage.approve(stage.approval(bundle, "slowpoke", "slow", "tea"));
        for (int i = 0; i < 50; i++) {
            stage.approve(stage.approval(bundle, "aeonbyte", "order", "n" + i));
        }
        stage.awaitResults(50);
        first.close(); // gives up waiting for the slow call

        stage.start(stage.hasty());
        List<ExecutionResult> results = stage.awaitResults(51);

        assertThat(results)
                .filteredOn(result -> result.getStatus() == ExecutionStatus.OUTCOME_UNKNOWN)
                .extracting(ExecutionResult::getSeq)
                .containsExactly(1L);
        assertThat(results).hasSize(51);
    }

    @Test
    void writesNothingMoreOnceAnotherOfItsNameHasTakenOver() throws Exception {
        ExecutorConfig config = stage.hasty();
        Executor predecessor = stage.start(config);
        stage.approve(stage.approval(bundle, "aeonbyte", "slow", "tea"));
        await().atMost(Stage.SOON).until(() -> stage.service.calls("/slow/tea") == 1);

        Executor successor = stage.start(config);
        ExecutionResult unknown = stage.awaitResults(1).get(0);
        stage.service.letGo();
        await().atMost(Stage.SOON).until(() -> predecessor.failure().isDone());
        stage.approve(stage.approval(bundle, "aeonbyte", "order", "last"));
        List<ExecutionResult> results = stage.awaitResults(2);

        assertThat(unknown.getStatus()).isEqualTo(ExecutionStatus.OUTCOME_UNKNOWN);
        assertThat(results).extracting(ExecutionResult::getSeq).containsExactly(1L, 2L);
        assertThat(successor.ready()).isTrue();
        assertThat(predecessor.ready()).isFalse();
    }

    @Test
    void notesWhatACallCameToBesideTheResultOfItsSuccessor() throws Exception {
        ExecutorConfig config = stage.hasty();
        Executor predecessor = stage.start(config);
        stage.approve(stage.approval(bundle, "aeonbyte", "slow", "tea"));
        await().atMost(Stage.SOON).until(() -> stage.service.calls("/slow/tea") == 1);

        stage.start(config);
        ExecutionResult unknown = stage.awaitResults(1).get(0);
        await().atMost(Stage.SOON).until(() -> predecessor.failure().isDone());
        stage.service.letGo();
        ExecutionResult note = stage.awaitLateNotes(1).get(0);

        assertThat(unknown.getStatus()).isEqualTo(ExecutionStatus.OUTCOME_UNKNOWN);
        assertThat(note.getSeq()).isEqualTo(unknown.getSeq());
        assertThat(note.getRequestDigest()).isEqualTo(unknown.getRequestDigest());
        assertThat(note.getStatus()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(note.getStatusCode()).isEqualTo(200);
        assertThat(stage.results()).hasSize(1);
    }

    /** A note may stand in the log before anybody has answered for its request. */
    @Test
    void answersAClaimBesideWhichOnlyANoteStands() throws Exception {
        stage.approve(stage.approval(bundle, "aeonbyte", "order", "tea"));
        leaveClaimOfStoppedExecutor(1, "tea-1");
        ExecutionResult note = ExecutionResult.newBuilder()
                .setDomain(Stage.DOMAIN)
                .setSeq(1)
                .setRequestId("tea-1")
                .setAgent("aeonbyte")
                .setService("shop")
                .setAction("order")
                .setRequestDigest(stage.decisions().get(0).getRequestDigest())
                .setStatus(ExecutionStatus.SUCCEEDED)
                .setFinishedAt(Stage.now())
                .setLate(true)
                .build();
        stage.send(Topic.RESULTS, Stage.DOMAIN, stage.codecs().result().encode(note));

        stage.start(stage.hasty());

        assertThat(stage.awaitResults(1).get(0).getStatus()).isEqualTo(ExecutionStatus.OUTCOME_UNKNOWN);
        assertThat(stage.service.calls()).isEmpty();
    }

    @Test
    void recoversWhenItsProducerIsFencedAndStillPublishesEachResultOnce() throws Exception {
        stage.start();
        stage.approve(stage.approval(bundle, "aeonbyte", "slow", "tea"));
        await().atMost(Stage.SOON).until(() -> stage.service.calls("/slow/tea") == 1);

        fenceWithoutSayingAnything();
        stage.service.letGo();
        stage.approve(stage.approval(bundle, "aeonbyte", "order", "last"));
        List<ExecutionResult> results = stage.awaitResults(2);

        assertThat(results).extracting(ExecutionResult::getSeq).containsExactlyInAnyOrder(1L, 2L);
        assertThat(results).extracting(ExecutionResult::getStatus).containsOnly(ExecutionStatus.SUCCEEDED);
        assertThat(stage.service.calls()).doesNotHaveDuplicates().hasSize(2);
    }

    /** What it has opened for a partition it closes again, however often it cannot read what went before. */
    @Test
    void leavesNothingOpenWhenItCannotTakeOver() throws Exception {
        stage.approve(stage.approval(bundle, "aeonbyte", "order", "tea"));
        leaveClaimOfStoppedExecutor(1, "tea-1");

        try (Executor executor = Executor.start(impatient(stage.config()));
                Admin admin = Admin.create(stage.client())) {
            await().atMost(Duration.ofSeconds(60)).until(() -> epoch(admin) >= 3);
            assertThat(executor.ready()).isFalse();
        }

        await().atMost(Stage.SOON)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().contains(transactionalId())));
        assertThat(stage.results()).isEmpty();
    }

    /** It gives up reading what went before at once. */
    private static ExecutorConfig impatient(ExecutorConfig config) {
        return new ExecutorConfig(
                config.client(),
                config.topics(),
                config.ids(),
                config.keys(),
                config.custody(),
                config.fileRoot(),
                config.group(),
                config.instance(),
                config.actWithin(),
                config.closeWithin(),
                Duration.ofNanos(1),
                config.pool(),
                config.calls());
    }

    /** Rises with each take-over. */
    private int epoch(Admin admin) throws Exception {
        try {
            return admin.describeTransactions(List.of(transactionalId()))
                    .description(transactionalId())
                    .get()
                    .producerEpoch();
        } catch (ExecutionException e) {
            return 0; // nobody has taken over yet
        }
    }

    private String transactionalId() {
        return stage.topics().prefix() + "seks-executor-0";
    }

    @Test
    void letsWhatComesTooLateLapse() throws Exception {
        stage.approve(stage.approval(bundle, "aeonbyte", "order", "tea").setExecuteWithinMs(0L));
        stage.approve(stage.approval(bundle, "aeonbyte", "order", "milk"));
        stage.start();

        List<ExecutionResult> results = stage.awaitResults(2);

        assertThat(results.get(0).getStatus()).isEqualTo(ExecutionStatus.LAPSED);
        assertThat(results.get(0).getError().getCode()).isEqualTo("not_claimed_in_time");
        assertThat(stage.service.calls()).containsExactly("POST /orders/milk");
        assertThat(stage.claims()).extracting(Claim::getSeq).containsExactly(2L);
    }

    @Test
    void refusesWhatIsNotExactlyWhatWasDecided() throws Exception {
        stage.start();

        refuse(decision -> decision.setRequestDigest("0".repeat(64)), "digest_mismatch");
        refuse(decision -> decision.setRequest(ByteBuffer.wrap(new byte[] {1})), "digest_mismatch");
        refuse(decision -> decision.setRequest(null), "request_missing");
        refuse(decision -> decision.setAgent("mallory"), "request_mismatch");
        refuse(decision -> decision.setAction("get"), "request_mismatch");
        refuse(decision -> decision.setBundleDigest("0".repeat(64)), "bundle_unknown");
        refuse(decision -> decision.setBundleDigest(null), "bundle_unknown");
        refuse(decision -> decision.setExecuteWithinMs(null), "no_time_limit");

        assertThat(stage.claims()).isEmpty();
        assertThat(stage.service.calls()).isEmpty();
    }

    @Test
    void answersRecordsThatAreNoDecisionOnceAndInNobodysName() throws Exception {
        ExecutorConfig config = stage.config();
        Executor first = stage.start(config);
        Decision decision = stage.approval(bundle, "aeonbyte", "order", "tea").build();
        byte[] value = stage.codecs().decision().encode(decision);

        stage.send(Topic.APPROVED, "other", value);
        stage.send(Topic.APPROVED, Stage.DOMAIN, new byte[] {0, 1, 2});
        stage.awaitResults(2);
        first.close();
        stage.start(config.named("another-group", "executor-2"));
        stage.approve(stage.approval(bundle, "aeonbyte", "order", "last"));
        List<ExecutionResult> results = stage.awaitResults(3);

        assertThat(results).hasSize(3);
        assertThat(results.subList(0, 2)).allSatisfy(result -> {
            assertThat(result.getDomain()).isEqualTo("_p0");
            assertThat(result.getStatus()).isEqualTo(ExecutionStatus.REFUSED);
            assertThat(result.getError().getCode()).isEqualTo("not_a_decision");
        });
        assertThat(stage.service.calls()).containsExactly("POST /orders/last");
    }

    @Test
    void doesNotLetAGreedyAgentDelayAnother() throws Exception {
        PoolBounds bounds = PoolBounds.DEFAULT.running(16, 8, 16).waiting(1000, 500);
        stage.start(stage.config().bounded(bounds, CallBounds.DEFAULT));

        for (int i = 0; i < 100; i++) {
            stage.approve(stage.approval(bundle, "greedy", "slow", "g" + i));
        }
        await().atMost(Stage.SOON).until(() -> stage.service.calls().size() == 8);
        stage.approve(stage.approval(bundle, "modest", "order", "tea"));
        ExecutionResult first = stage.awaitResults(1).get(0);

        assertThat(first.getAgent()).isEqualTo("modest");
        stage.service.letGo();
        List<ExecutionResult> results = stage.awaitResults(101);
        assertThat(results).extracting(ExecutionResult::getStatus).containsOnly(ExecutionStatus.SUCCEEDED);
        assertThat(stage.service.calls()).doesNotHaveDuplicates().hasSize(101);
    }

    @Test
    void hasTwoHundredSlowCallsOfOneAgentInFlightAtOnce() throws Exception {
        stage.start();

        for (int i = 0; i < 200; i++) {
            stage.approve(stage.approval(bundle, "busy", "slow", "s" + i));
        }
        await().atMost(Stage.SOON).until(() -> stage.service.calls().size() == 200);

        assertThat(stage.service.mostInFlight()).isEqualTo(200);
        stage.service.letGo();
        List<ExecutionResult> results = stage.awaitResults(200);
        assertThat(results).extracting(ExecutionResult::getStatus).containsOnly(ExecutionStatus.SUCCEEDED);
        assertThat(stage.service.calls()).doesNotHaveDuplicates().hasSize(200);
    }

    @Test
    void hasTwoHundredSlowCallsOfManyAgentsInFlightAtOnceAndRoomForOneMore() throws Exception {
        stage.start();

        for (int i = 0; i < 300; i++) {
            stage.approve(stage.approval(bundle, "agent" + i % 40, "slow", "s" + i));
        }
        await().atMost(Stage.SOON).until(() -> stage.service.calls().size() == 300);
        stage.approve(stage.approval(bundle, "late", "order", "tea"));

        assertThat(stage.awaitResults(1).get(0).getAgent()).isEqualTo("late");
        assertThat(stage.service.mostInFlight()).isGreaterThanOrEqualTo(300);
        stage.service.letGo();
        assertThat(stage.awaitResults(301))
                .extracting(ExecutionResult::getStatus)
                .containsOnly(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void readsNothingMoreWhileTooMuchWaitsAndLosesNothing() throws Exception {
        PoolBounds bounds = PoolBounds.DEFAULT.running(2, 2, 2).waiting(5, 5);
        stage.start(stage.config().bounded(bounds, CallBounds.DEFAULT));

        for (int i = 0; i < 6; i++) {
            stage.approve(stage.approval(bundle, "a" + i, "slow", "s" + i));
            stage.awaitClaims(1);
        }
        for (int i = 0; i < 30; i++) {
            stage.approve(stage.approval(bundle, "b" + i, "order", "n" + i));
        }
        stage.service.letGo();

        List<ExecutionResult> results = stage.awaitResults(36);
        assertThat(results).extracting(ExecutionResult::getStatus).containsOnly(ExecutionStatus.SUCCEEDED);
        assertThat(stage.service.calls()).doesNotHaveDuplicates().hasSize(36);
    }

    @Test
    void keepsWhatWaitsInvitedToActLongAfterItsClaim() throws Exception {
        PoolBounds bounds = PoolBounds.DEFAULT.running(1, 1, 1).waiting(100, 100);
        stage.start(stage.hasty().bounded(bounds, CallBounds.DEFAULT));

        stage.approve(stage.approval(bundle, "aeonbyte", "slow", "first"));
        stage.approve(stage.approval(bundle, "aeonbyte", "order", "second"));
        stage.awaitClaims(2);
        // the second waits for longer than a claim holds without renewal
        await().atMost(Stage.SOON).pollDelay(Stage.ACT_WITHIN.multipliedBy(2)).until(() -> true);
        stage.service.letGo();

        List<ExecutionResult> results = stage.awaitResults(2);
        assertThat(results).extracting(ExecutionResult::getStatus).containsOnly(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void publishesWhatIsInFlightWhenItClosesAndLetsTheRestLapse() throws Exception {
        PoolBounds bounds = PoolBounds.DEFAULT.running(1, 1, 1).waiting(100, 100);
        Executor executor = stage.start(stage.config().bounded(bounds, CallBounds.DEFAULT));
        stage.approve(stage.approval(bundle, "aeonbyte", "slow", "first"));
        stage.approve(stage.approval(bundle, "aeonbyte", "order", "second"));
        await().atMost(Stage.SOON).until(() -> stage.claims().size() == 2 && stage.service.calls("/slow/first") == 1);

        Thread closing = new Thread(executor::close);
        closing.start();
        stage.awaitResults(1);
        stage.service.letGo();
        closing.join(Stage.SOON.toMillis());

        List<ExecutionResult> results = stage.awaitResults(2);
        assertThat(results)
                .extracting(ExecutionResult::getSeq, ExecutionResult::getStatus)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(2L, ExecutionStatus.LAPSED),
                        org.assertj.core.groups.Tuple.tuple(1L, ExecutionStatus.SUCCEEDED));
    }

    @Test
    void reportsHowFarItHasCome() throws Exception {
        stage.start();
        stage.approve(stage.approval(bundle, "aeonbyte", "order", "tea"));
        stage.approve(stage.approval(bundle, "aeonbyte", "order", "milk"));
        stage.awaitResults(2);

        List<Long> lastSeqs = new ArrayList<>();
        stage.drain(
                Topic.PROGRESS, message -> lastSeqs.add(decoded(message.value()).getLastSeq()));

        assertThat(lastSeqs).isSortedAccordingTo(Comparator.naturalOrder()).endsWith(2L);
    }

    private void approveOrders(int count) {
        for (int i = 0; i < count; i++) {
            stage.approve(stage.approval(bundle, "aeonbyte", "order", "n" + orders++));
        }
    }

    private void eachRanOnce(List<ExecutionResult> results, int count) {
        assertThat(results)
                .extracting(ExecutionResult::getSeq)
                .doesNotHaveDuplicates()
                .hasSize(count);
        assertThat(stage.claims()).hasSize(count);
        assertThat(stage.service.calls()).doesNotHaveDuplicates().hasSize(count);
    }

    private void refuse(Consumer<Decision.Builder> change, String reason) {
        int before = stage.results().size();
        Decision.Builder decision = stage.approval(bundle, "aeonbyte", "order", "tea");
        change.accept(decision);
        long seq = stage.approve(decision);
        ExecutionResult result = stage.awaitResults(before + 1).get(before);
        assertThat(result.getSeq()).isEqualTo(seq);
        assertThat(result.getStatus()).isEqualTo(ExecutionStatus.REFUSED);
        assertThat(result.getError().getCode()).isEqualTo(reason);
    }

    /** A claim as an executor leaves it that is killed between the claim and the result. */
    private void leaveClaimOfStoppedExecutor(long seq, String requestId) {
        Decision decision = stage.decisions().get((int) seq - 1);
        Claim claim = Claim.newBuilder()
                .setDomain(Stage.DOMAIN)
                .setSeq(seq)
                .setRequestId(requestId)
                .setAgent(decision.getAgent())
                .setRequestDigest(decision.getRequestDigest())
                .setDecisionOffset(seq - 1)
                .setClaimedBy("killed")
                .setClaimedAt(Stage.now())
                .build();
        stage.send(Topic.CLAIMS, Stage.DOMAIN, stage.codecs().claim().encode(claim));
        Progress progress =
                Progress.newBuilder().setDomain(Stage.DOMAIN).setLastSeq(seq).build();
        stage.send(Topic.PROGRESS, Stage.DOMAIN, stage.codecs().progress().encode(progress));
    }

    private void fenceWithoutSayingAnything() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                stage.client().get("bootstrap.servers"),
                "transactional.id",
                stage.topics().prefix() + "seks-executor-0");
        try (KafkaProducer<byte[], byte[]> other =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            other.initTransactions();
        }
    }

    private Progress decoded(byte[] value) {
        try {
            return stage.codecs().progress().decode(value);
        } catch (dev.seks.schemas.wire.WireException e) {
            throw new IllegalStateException(e);
        }
    }
}
