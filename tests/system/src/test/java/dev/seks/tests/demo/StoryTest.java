// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.cli.demo.Demo;
import dev.seks.cli.dev.DevOptions;
import dev.seks.cli.key.KeyFolder;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.RecordJson;
import dev.seks.tests.cluster.KafkaCluster;
import dev.seks.tests.cluster.KafkaClusterExtension;
import dev.seks.tests.input.ChildRun;
import dev.seks.tests.invariant.InvariantChecker;
import dev.seks.tests.invariant.Log;
import dev.seks.tests.invariant.TopicsReader;
import dev.seks.tests.replay.ReplayChecker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@ExtendWith(KafkaClusterExtension.class)
class StoryTest {
    private static final int REQUESTS = 53;
    private static final Duration WITHIN = Duration.ofMinutes(5);
    private static final Set<String> SUMMARY = Set.of(
            "requests",
            "approved",
            "denied",
            "pending",
            "executed",
            "p50DecisionMs",
            "p99DecisionMs",
            "p50ResultMs",
            "p99ResultMs",
            "ok");
    private static final List<String> FINAL_STATE = List.of(
            "requestId",
            "requestDigest",
            "domain",
            "agent",
            "service",
            "action",
            "outcome",
            "reason",
            "explanation",
            "rule",
            "rules",
            "policyVersion",
            "seq",
            "retryAfterMs",
            "status",
            "statusCode",
            "body",
            "error",
            "decidedAt",
            "finishedAt",
            "step",
            "expected",
            "ok");

    @TempDir
    private Path folder;

    @Test
    void comesOutAsToldAndLeavesTopicsThatHoldWhatTheyMust(KafkaCluster cluster) throws Exception {
        Topics topics = cluster.freshTopics(4);

        List<String> faults = Demo.faults(DevOptions.in(folder).on(cluster.bootstrap(), topics));

        assertThat(faults).isEmpty();
        Log log = new TopicsReader(cluster.client(), topics).read(name -> name.startsWith(topics.prefix()));
        assertThat(log.requests()).hasSize(REQUESTS);
        assertThat(log.decisions())
                .extracting(decision -> decision.content().getOutcome())
                .contains(Outcome.APPROVED, Outcome.DENIED, Outcome.PENDING);
        InvariantChecker.of(log).quiescent().withSecrets(secrets()).requireNoFinding();
        ReplayChecker.read(cluster.client(), topics, KeyFolder.in(folder).broker())
                .requireSame();
    }

    @Test
    void isToldInTheWordsOfTheContractByAProcessOfItsOwn() throws Exception {
        ChildRun run = ChildRun.seks(folder, WITHIN, List.of("demo", "--json"));

        assertThat(run.code()).as(run.err()).isZero();
        List<JsonNode> lines = run.out()
                .lines()
                .map(line -> Objects.requireNonNull(RecordJson.read(line), line))
                .toList();
        assertThat(lines).hasSize(REQUESTS + 1);
        assertThat(names(lines.get(REQUESTS))).containsExactly("summary");
        assertThat(names(lines.get(REQUESTS).get("summary"))).containsExactlyInAnyOrderElementsOf(SUMMARY);
        assertThat(lines.subList(0, REQUESTS)).allSatisfy(line -> {
            assertThat(names(line)).containsAll(FINAL_STATE);
            assertThat(line.get("ok").booleanValue()).isTrue();
            boolean isNobodys = line.get("requestId").isNull();
            assertThat(line.path("coordinates").isObject()).isEqualTo(isNobodys);
        });
    }

    private List<String> secrets() throws IOException {
        List<String> secrets = new ArrayList<>(List.of(Files.readString(folder.resolve("token"))));
        try (Stream<Path> files = Files.list(folder.resolve("secrets"))) {
            for (Path file : files.toList()) {
                secrets.add(Files.readString(file).strip());
            }
        }
        assertThat(secrets).hasSizeGreaterThan(2);
        return secrets;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
