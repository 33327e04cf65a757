// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seks.cli.kafka.EmbeddedKafka;
import dev.seks.schemas.record.Claim;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.ExecutionStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An executor killed with SIGKILL at each point between a claim and its result, again and again; Kafka and the service that
 * is called live on. That a kill hit its point is read from the log and from what the service saw, not taken for granted.
 */
@Tag("slow")
class ExecutorCrashTest {
    private static final int HITS_AT_EACH_POINT = 20;
    private static final int MOST_LIVES_OF_A_POINT = 30;
    /** A call may lapse when a slow machine does not come to it in time after its claim. */
    private static final List<ExecutionStatus> ENDS =
            List.of(ExecutionStatus.SUCCEEDED, ExecutionStatus.OUTCOME_UNKNOWN, ExecutionStatus.LAPSED);

    private static final Duration RECOVERED_WITHIN = Duration.ofMinutes(3);
    private static final Duration SHOWN_WITHIN = Duration.ofSeconds(3);

    @TempDir
    static Path kafkaFolder;

    @TempDir
    Path folder;

    /** What came of the lives that were to end at one point. */
    private static final class Tally {
        private int kills;
        private int hits;
        private int recoveries;
        private int wireCalls;
    }

    private final Map<KillPoint, Tally> tallies = new EnumMap<>(KillPoint.class);
    /** The path of each request by its seq, and whether its call may be repeated. */
    private final Map<Long, String> paths = new HashMap<>();

    private final Set<Long> repeatable = new HashSet<>();
    private Stage stage;
    private String bundle;
    /** Where the life before this one was killed. */
    private @Nullable Tally killed;

    @Test
    void everyRequestEndsOnceWhereverTheExecutorIsKilled() throws Exception {
        Instant began = Instant.now();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(kafkaFolder, 0);
                Stage opened = new Stage(kafka, folder, 1)) {
            stage = opened;
            stage.service.letGo();
            bundle = stage.bundle();
            ExecutorChild next = ExecutorChild.start(stage, folder);
            for (KillPoint point : KillPoint.values()) {
                Tally tally = new Tally();
                tallies.put(point, tally);
                while (tally.hits < HITS_AT_EACH_POINT && tally.kills < MOST_LIVES_OF_A_POINT) {
                    try (ExecutorChild child = next) {
                        next = ExecutorChild.start(stage, folder); // warms up while this one works
                        live(child, point, tally);
                    }
                }
            }
            next.close();
            stage.start(stage.hasty());
            List<ExecutionResult> results = stage.awaitResults(paths.size());
            killed.recoveries++;
            System.out.println(
                    table() + "took " + Duration.between(began, Instant.now()).toSeconds() + " s");
            judge(results);
        }
        assertThat(tallies.values()).allSatisfy(tally -> {
            assertThat(tally.hits).isGreaterThanOrEqualTo(HITS_AT_EACH_POINT);
            assertThat(tally.recoveries).isEqualTo(tally.kills);
        });
    }

    /** One life: it deals with what the one before has left, gets work, comes to its point and is killed there. */
    private void live(ExecutorChild child, KillPoint point, Tally tally) throws Exception {
        int calls = stage.service.calls().size();
        child.begin();
        await().atMost(RECOVERED_WITHIN)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> stage.openClaims().isEmpty());
        if (killed != null) {
            killed.recoveries++;
        }
        child.arm(point);
        AtomicBoolean isFirst = new AtomicBoolean(true);
        stage.service.hangUpOn(path -> {
            boolean here = point == KillPoint.SENT && isFirst.compareAndSet(true, false);
            if (here) {
                child.kill();
            }
            return here;
        });
        ask("order");
        ask("put");
        ask("order");
        boolean isAtPoint = child.awaitPoint();
        child.kill();
        child.awaitDeath();
        stage.service.hangUpOn(path -> false);
        tally.kills++;
        tally.wireCalls += stage.service.calls().size() - calls;
        tally.hits += isHit(point, isAtPoint) ? 1 : 0;
        killed = tally;
    }

    private void ask(String action) {
        String item = action + (paths.size() + 1);
        long seq = stage.approve(stage.approval(bundle, "aeonbyte", action, item));
        paths.put(seq, "/orders/" + item);
        if (action.equals("put")) {
            repeatable.add(seq);
        }
    }

    /** Whether it was killed where it was to be; what shows that may not be read at once. */
    private boolean isHit(KillPoint point, boolean isAtPoint) {
        long giveUp = System.nanoTime() + SHOWN_WITHIN.toNanos();
        boolean isShown = isShown(point, isAtPoint);
        while (!isShown && System.nanoTime() < giveUp) {
            isShown = isShown(point, isAtPoint);
        }
        return isShown;
    }

    /** Whether the log, as far as it is read, and the service show it. */
    private boolean isShown(KillPoint point, boolean isAtPoint) {
        Set<Long> open = stage.openClaims();
        Set<String> called = stage.service.arrivals().keySet();
        Set<String> answered = stage.service.answered();
        return switch (point) {
            case CLAIMING -> isAtPoint && stage.claimed() < paths.size();
            case CLAIMED -> isAtPoint && open.stream().map(paths::get).anyMatch(path -> !called.contains(path));
            case SENT ->
                open.stream().map(paths::get).anyMatch(path -> called.contains(path) && !answered.contains(path));
            case ANSWERED -> isAtPoint && open.stream().map(paths::get).anyMatch(answered::contains);
        };
    }

    private void judge(List<ExecutionResult> results) {
        assertThat(results).extracting(ExecutionResult::getSeq).containsExactlyInAnyOrderElementsOf(paths.keySet());
        assertThat(stage.claims()).extracting(Claim::getSeq).doesNotHaveDuplicates();
        Map<Long, ExecutionStatus> ends = new HashMap<>();
        results.forEach(result -> ends.put(result.getSeq(), result.getStatus()));
        List<String> doubles = new ArrayList<>();
        paths.forEach((seq, path) -> {
            long calls = stage.service.calls(path);
            if (calls > 1 && !repeatable.contains(seq)) {
                doubles.add(path + " " + calls + " times");
            }
            assertThat(ends.get(seq)).as(path).isIn(ENDS);
            // what has succeeded was called, and what has lapsed was not
            assertThat(calls > 0 || ends.get(seq) != ExecutionStatus.SUCCEEDED)
                    .as(path)
                    .isTrue();
            assertThat(calls == 0 || ends.get(seq) != ExecutionStatus.LAPSED)
                    .as(path)
                    .isTrue();
        });
        assertThat(doubles).as("calls that were made twice").isEmpty();
    }

    private static String outcome(ExecutionResult result) {
        return result.getAction() + " " + result.getStatus()
                + (result.getError() == null ? "" : " " + result.getError().getCode());
    }

    private String table() {
        StringBuilder table = new StringBuilder();
        tallies.forEach((point, tally) -> table.append(String.format(
                Locale.ROOT,
                "%-9s kills %2d, hit %2d, recoveries %2d, wire calls %3d%n",
                point,
                tally.kills,
                tally.hits,
                tally.recoveries,
                tally.wireCalls)));
        return table.append(String.format(
                        Locale.ROOT,
                        "requests %d, claims %d, results %d, wire calls %d, outcomes %s%n",
                        paths.size(),
                        stage.claims().size(),
                        stage.results().size(),
                        stage.service.calls().size(),
                        stage.results().stream()
                                .collect(Collectors.groupingBy(
                                        ExecutorCrashTest::outcome, TreeMap::new, Collectors.counting()))))
                .toString();
    }
}
