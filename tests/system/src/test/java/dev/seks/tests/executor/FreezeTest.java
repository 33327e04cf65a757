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
import dev.seks.schemas.record.ControlKind;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.ExecutionStatus;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.SignatureHeader;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.TopicAdmin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Freezes as an executor obeys them by itself, on a real broker, judged from what a service saw on the wire. */
class FreezeTest {
    private static final Duration WITHIN = Duration.ofSeconds(1);
    private static final int FLOOD = 2_000;
    private static final int BATCH = 50;

    @TempDir
    static Path kafkaFolder;

    private static EmbeddedKafka kafka;

    @TempDir
    Path folder;

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
    void nothingLeavesLaterThanASecondAfterAFreezeHoweverMuchFloodsIn() throws Exception {
        PoolBounds wide = PoolBounds.DEFAULT.waiting(10_000, 10_000);
        stage.start(stage.config().bounded(wide, CallBounds.DEFAULT));

        Instant frozen;
        List<ExecutionResult> results;
        Duration stall;
        try (Metronome metronome = new Metronome()) {
            CompletableFuture<Void> flooding = CompletableFuture.runAsync(() -> flood(0, FLOOD / 2));
            await().atMost(Stage.SOON).pollInterval(Duration.ofMillis(1)).until(() -> calls("bot") >= FLOOD / 20);
            frozen = stage.order(ControlKind.FREEZE, "bot", null);
            flooding.join();
            flood(FLOOD / 2, FLOOD);
            results = stage.awaitResults(2 * FLOOD);
            stall = metronome.longestStall();
        }

        Instant last = stage.service.arrivals().entrySet().stream()
                .filter(call -> call.getKey().startsWith("/orders/bot"))
                .map(Map.Entry::getValue)
                .max(Instant::compareTo)
                .orElseThrow();
        long refused = results.stream()
                .filter(result -> result.getStatus() == ExecutionStatus.REFUSED)
                .count();
        System.out.println("calls of the frozen agent: " + calls("bot") + ", refused: " + refused
                + ", the last call came " + Duration.between(frozen, last).toMillis() + " ms after the freeze"
                + ", the longest stall of the machine: " + stall.toMillis() + " ms");
        // what is about to leave waits as long as the machine stands still
        assertThat(last).isBeforeOrEqualTo(frozen.plus(WITHIN).plus(stall));
        assertThat(calls("other")).isEqualTo(FLOOD);
        assertThat(calls("bot") + refused).isEqualTo(FLOOD);
        assertThat(refused).isPositive();
        assertThat(results)
                .filteredOn(result -> result.getStatus() != ExecutionStatus.SUCCEEDED)
                .allSatisfy(result -> {
                    assertThat(result.getAgent()).isEqualTo("bot");
                    assertThat(result.getError().getCode()).isEqualTo("frozen");
                    assertThat(result.getError().getMessage()).startsWith("agent bot was frozen");
                    assertThat(result.getStartedAt()).isNull();
                });
    }

    @Test
    void whatIsFrozenStaysFrozenOverARestartUntilItIsNot() throws Exception {
        Executor first = stage.start();
        stage.order(ControlKind.FREEZE, "bot", null);
        first.close();

        stage.approve(stage.approval(bundle, "bot", "order", "early"));
        Executor second = stage.start();
        ExecutionResult refused = stage.awaitResults(1).get(0);
        assertThat(refused.getStatus()).isEqualTo(ExecutionStatus.REFUSED);
        assertThat(refused.getError().getCode()).isEqualTo("frozen");
        assertThat(stage.claims()).isEmpty();

        second.close();
        stage.approve(stage.approval(bundle, "bot", "order", "lapsed").setExecuteWithinMs(0L));
        stage.approve(stage.approval(bundle, "bot", "order", "late"));
        stage.order(ControlKind.UNFREEZE, "bot", null);
        stage.start();
        List<ExecutionResult> results = stage.awaitResults(3);

        assertThat(results)
                .extracting(ExecutionResult::getStatus)
                .containsExactly(ExecutionStatus.REFUSED, ExecutionStatus.LAPSED, ExecutionStatus.SUCCEEDED);
        assertThat(stage.service.calls()).containsExactly("POST /orders/late");
    }

    @Test
    void freezesAnAgentAServiceAnAgentAtAServiceAndEverything() throws Exception {
        stage.start();
        for (String[] frozen : new String[][] {{"bot", null}, {null, "shop"}, {"bot", "shop"}, {null, null}}) {
            stage.order(ControlKind.FREEZE, frozen[0], frozen[1]);
            stage.order(ControlKind.FREEZE, "bot", "elsewhere");
            awaitNext("bot", ExecutionStatus.REFUSED);
            boolean otherToo = frozen[0] == null;
            assertThat(next("other")).isEqualTo(otherToo ? ExecutionStatus.REFUSED : ExecutionStatus.SUCCEEDED);
            stage.order(ControlKind.UNFREEZE, frozen[0], frozen[1]);
            awaitNext("bot", ExecutionStatus.SUCCEEDED);
        }
    }

    @Test
    void endsWhatWaitsForItsTurnAndLetsGoOnWhatHasLeft() throws Exception {
        PoolBounds bounds = PoolBounds.DEFAULT.running(1, 1, 1);
        stage.start(stage.config().bounded(bounds, CallBounds.DEFAULT));
        stage.approve(stage.approval(bundle, "bot", "slow", "first"));
        await().atMost(Stage.SOON).until(() -> stage.service.calls("/slow/first") == 1);
        for (int i = 0; i < 5; i++) {
            stage.approve(stage.approval(bundle, "bot", "order", "n" + i));
        }
        stage.awaitClaims(6);

        stage.order(ControlKind.FREEZE, "bot", null);
        List<ExecutionResult> ended = stage.awaitResults(5);
        stage.service.letGo();
        List<ExecutionResult> all = stage.awaitResults(6);

        assertThat(ended).extracting(ExecutionResult::getStatus).containsOnly(ExecutionStatus.REFUSED);
        assertThat(all.get(5).getStatus()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(stage.service.calls()).containsExactly("POST /slow/first");
    }

    @Test
    void ordersOfNobodyWhoMayGiveThemAndOldOnesChangeNothing() throws Exception {
        stage.start();
        byte[] unfreeze = stage.anOrder(ControlKind.UNFREEZE, "bot", null);
        stage.order(unfreeze);
        stage.order(ControlKind.FREEZE, "bot", null);
        awaitNext("bot", ExecutionStatus.REFUSED);

        stage.order(unfreeze);
        byte[] forged = stage.anOrder(ControlKind.UNFREEZE, "bot", null);
        stage.send(Topic.CONTROLS, Stage.DOMAIN, forged, Optional.empty());
        for (var key : List.of(
                stage.keys().publisher().ed25519(),
                stage.keys().approvalService().ed25519(),
                stage.keys().decisions().hmac().get(0))) {
            SignatureHeader wrong =
                    stage.signer(key).sign(RecordKind.CONTROL, stage.topics().name(Topic.CONTROLS), forged);
            stage.send(Topic.CONTROLS, Stage.DOMAIN, forged, Optional.of(wrong));
        }
        SignatureHeader elsewhere = stage.signer(stage.keys().operator().ed25519())
                .sign(RecordKind.CONTROL, stage.topics().name(Topic.REQUESTS), forged);
        stage.send(Topic.CONTROLS, Stage.DOMAIN, forged, Optional.of(elsewhere));
        stage.send(Topic.CONTROLS, "other", forged);
        stage.send(Topic.CONTROLS, Stage.DOMAIN, new byte[] {0, 1, 2});
        stage.order(stage.anOrder(ControlKind.UNFREEZE, "bot", null, "mika", Stage.now()));
        stage.order(stage.anOrder(
                ControlKind.UNFREEZE, "bot", null, "publisher", Stage.now().minus(Duration.ofMinutes(3))));
        stage.order(ControlKind.FREEZE, "last", null);
        awaitNext("last", ExecutionStatus.REFUSED);

        assertThat(next("bot")).isEqualTo(ExecutionStatus.REFUSED);
        stage.order(ControlKind.UNFREEZE, "bot", null);
        awaitNext("bot", ExecutionStatus.SUCCEEDED);
    }

    @Test
    void doesNothingWhileAHangingTransactionHidesTheOrders() throws Exception {
        Executor executor = stage.start();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                kafka.bootstrap(),
                "transactional.id",
                stage.topics().prefix() + "hanging");
        try (KafkaProducer<byte[], byte[]> hanging =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            hanging.initTransactions();
            hanging.beginTransaction();
            hanging.send(new ProducerRecord<>(
                            stage.topics().name(Topic.CONTROLS),
                            Stage.DOMAIN.getBytes(StandardCharsets.UTF_8),
                            new byte[] {1}))
                    .get();
            await().atMost(Stage.SOON).until(() -> !executor.ready());
            stage.order(ControlKind.FREEZE, "bot", null); // nobody can see it yet

            stage.approve(stage.approval(bundle, "bot", "order", "hidden"));
            await().during(Duration.ofSeconds(1)).atMost(Stage.SOON).until(() -> !executor.ready());
            assertThat(stage.claims()).isEmpty();
            assertThat(stage.service.calls()).isEmpty();
            hanging.abortTransaction();
        }

        assertThat(stage.awaitResults(1).get(0).getStatus()).isEqualTo(ExecutionStatus.REFUSED);
        assertThat(stage.service.calls()).isEmpty();
        assertThat(next("other")).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void doesNothingWhileTheOrdersCannotBeReadAndGoesOnAfterwards() throws Exception {
        Executor executor = stage.start();
        try (Admin admin = Admin.create(stage.client())) {
            admin.deleteTopics(List.of(stage.topics().name(Topic.CONTROLS)))
                    .all()
                    .get();
            await().atMost(Stage.SOON).until(() -> !executor.ready());

            stage.approve(stage.approval(bundle, "bot", "order", "tea"));
            await().during(Duration.ofSeconds(1)).atMost(Stage.SOON).until(() -> !executor.ready());
            assertThat(stage.claims()).isEmpty();
            assertThat(stage.service.calls()).isEmpty();
            new TopicAdmin(admin, stage.topics()).create(1);
        }

        assertThat(stage.awaitResults(1).get(0).getStatus()).isEqualTo(ExecutionStatus.SUCCEEDED);
        stage.order(ControlKind.FREEZE, null, null);
        awaitNext("bot", ExecutionStatus.REFUSED);
    }

    @Test
    void doesNotRepeatAnIdempotentCallOfAPredecessorThatIsFrozenByNow() throws Exception {
        ExecutorConfig config = stage.config().within(Stage.ACT_WITHIN, Duration.ofMillis(200));
        Executor first = stage.start(config);
        stage.approve(stage.approval(bundle, "bot", "slow-put", "tea"));
        await().atMost(Stage.SOON).until(() -> stage.service.calls("/slow/tea") == 1);
        first.close(); // gives up waiting for the slow call

        stage.order(ControlKind.FREEZE, "bot", null);
        stage.start(config);
        ExecutionResult result = stage.awaitResults(1).get(0);

        assertThat(result.getStatus()).isEqualTo(ExecutionStatus.OUTCOME_UNKNOWN);
        assertThat(result.getError().getCode()).isEqualTo("frozen");
        assertThat(stage.service.calls("/slow/tea")).isEqualTo(1);
    }

    /** Waits until requests of an agent end so: an order takes effect within a second, and not at once. */
    private void awaitNext(String agent, ExecutionStatus status) {
        await().atMost(Stage.SOON).until(() -> next(agent) == status);
    }

    /** How the next request of an agent ends. */
    private ExecutionStatus next(String agent) {
        int number = stage.results().size() + 1;
        long seq = stage.approve(stage.approval(bundle, agent, "order", agent + number));
        return stage.awaitResults(number).stream()
                .filter(result -> result.getSeq() == seq)
                .findFirst()
                .orElseThrow()
                .getStatus();
    }

    private void flood(int from, int to) {
        for (int n = from; n < to; n += BATCH) {
            List<Decision> some = new ArrayList<>();
            for (int i = n; i < n + BATCH; i++) {
                some.add(stage.approval(bundle, "bot", "order", "bot" + i).build());
                some.add(stage.approval(bundle, "other", "order", "other" + i).build());
            }
            stage.flood(some);
        }
    }

    private long calls(String agent) {
        return stage.service.arrivals().keySet().stream()
                .filter(path -> path.startsWith("/orders/" + agent))
                .count();
    }
}
