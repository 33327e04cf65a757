// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.cli.dev.AllInOne;
import dev.seks.cli.dev.DevOptions;
import dev.seks.schemas.key.KeyFile;
import dev.seks.tests.invariant.InvariantChecker;
import dev.seks.tests.invariant.Log;
import dev.seks.tests.invariant.TopicsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators order from the command line, against everything that runs for real. */
class OperatorCommandsTest {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final String POLICY = """
            version: 1
            agents:
              aeonbyte: { services: { shop: { allow: ["order", "break"] } } }
              careful: { services: { shop: { require_approval: ["order"] } } }
              other: { services: { shop: { allow: ["order"] } } }
            """;

    @TempDir
    private static Path folder;

    private static BreakingService service;
    private static AllInOne all;

    @BeforeAll
    static void start() throws Exception {
        service = new BreakingService();
        Path policy = Files.writeString(folder.resolve("policy.yaml"), POLICY);
        Path catalogue = Files.createDirectory(folder.resolve("catalogue"));
        Files.writeString(catalogue.resolve("shop.yaml"), service.catalogue());
        all = AllInOne.start(
                DevOptions.in(folder.resolve("data")).withPolicy(policy).withCatalogue(catalogue), Clock.systemUTC());
        all.publishAddress();
    }

    @AfterAll
    static void stop() {
        try (AllInOne running = all) {
            InvariantChecker.of(new TopicsReader(running.client(), running.topics()).read(name -> true))
                    .requireNoFinding();
        } finally {
            service.close();
        }
    }

    @Test
    void freezesAnAgentAndLetsItGoOn() {
        assertThat(order("aeonbyte").code()).isZero();

        Run frozen = seks("freeze", "agent", "aeonbyte", "--reason", "odd behaviour");
        Run refused = order("aeonbyte");
        Run listed = seks("freeze", "list", "--json");
        Run shown = seks("freeze");

        assertThat(frozen.out()).isEqualTo("agent aeonbyte is frozen" + System.lineSeparator());
        assertThat(frozen.code()).isZero();
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.json().get(0).get("reason").textValue()).isEqualTo("FROZEN");
        assertThat(order("other").code()).isZero();
        assertThat(listed.json()).hasSize(1);
        JsonNode one = listed.json().get(0);
        assertThat(one.get("agent").textValue()).isEqualTo("aeonbyte");
        assertThat(one.get("service").isNull()).isTrue();
        assertThat(one.get("comment").textValue()).isEqualTo("odd behaviour");
        assertThat(one.get("takenUp").booleanValue()).isTrue();
        assertThat(shown.out()).contains("agent aeonbyte, by ").contains("\"odd behaviour\"");

        Run lifted = seks("unfreeze", "agent", "aeonbyte", "--json");
        assertThat(lifted.code()).isZero();
        assertThat(lifted.json().get(0).get("explanation").textValue()).isEqualTo("agent aeonbyte is no longer frozen");
        // the executor reads orders by itself, at about the same time as the broker does
        await().atMost(SOON).until(() -> order("aeonbyte").code() == 0);
        Run nothing = seks("freeze", "list");
        assertThat(nothing.out()).isEmpty();
        assertThat(nothing.err()).startsWith("nothing is frozen in domain default");
    }

    @Test
    void tellsWhatAFreezeHasEnded() {
        Run asked = seks("request", "shop", "order", "--agent", "careful", "--wait", "0s", "--json");
        assertThat(asked.code()).isEqualTo(3);

        Run frozen = seks("freeze", "agent", "careful", "service", "shop", "--json");

        JsonNode fate = frozen.json().get(0);
        assertThat(fate.get("became").textValue()).isEqualTo("TAKEN");
        assertThat(fate.get("ended").intValue()).isEqualTo(1);
        assertThat(fate.get("kind").textValue()).isEqualTo("FREEZE");
        assertThat(seks("unfreeze", "agent", "careful", "service", "shop").out())
                .startsWith("agent careful at service shop is no longer frozen");
        assertThat(seks("unfreeze", "service", "nothing").out()).startsWith("nothing of that name was frozen");
    }

    @Test
    void anOrderThatNoOperatorHasSignedIsRefused() {
        KeyFile strange = new KeyFile(folder.resolve("strange"));
        strange.makeEd25519();

        Run refused = seks("freeze", "all", "--key", strange.path().toString(), "--person", "mika", "--json");
        Run unnamed = seks("freeze", "all", "--key", strange.path().toString());

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.json().get(0).get("became").textValue()).isEqualTo("REFUSED");
        assertThat(refused.json().get(0).get("reason").textValue()).isEqualTo("NOT_AUTHENTICATED");
        assertThat(unnamed.code()).isEqualTo(2);
        assertThat(unnamed.err()).contains("the key is none of an operator of domain default");
        assertThat(order("other").code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "agent",
                "agent Aeonbyte",
                "agent a agent b",
                "service shop agent",
                "everything",
                "all all",
                "agent a service b c"
            })
    void saysWhatCanBeFrozen(String words) {
        List<String> line = new ArrayList<>(List.of("freeze"));
        line.addAll(List.of(words.split(" ")));

        Run run = seks(line.toArray(String[]::new));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("seks: ");
    }

    @Test
    void aPersonSaysWhatBecameOfACallOfUnknownOutcome() {
        Run broken = seks("request", "shop", "break", "--agent", "aeonbyte", "--id", "broken-1", "--json");
        String digest = broken.json().get(0).get("requestDigest").textValue();
        assertThat(broken.json().get(0).get("status").textValue()).isEqualTo("OUTCOME_UNKNOWN");

        assertThat(states("--state", "unknown")).containsExactly("UNKNOWN");
        Run resolved = seks(
                "executions",
                "resolve",
                digest.substring(0, 10),
                "--outcome",
                "succeeded",
                "--comment",
                "the order is in the shop's books",
                "--json");

        assertThat(resolved.err()).isEmpty();
        assertThat(resolved.code()).isZero();
        assertThat(resolved.json().get(0).get("became").textValue()).isEqualTo("TAKEN");
        assertThat(states("--state", "unknown")).isEmpty();
        JsonNode row = seks("executions", "list", "--state", "resolved", "--json")
                .json()
                .get(0);
        assertThat(row.get("requestId").textValue()).isEqualTo("broken-1");
        assertThat(row.get("status").textValue()).isEqualTo("OUTCOME_UNKNOWN");
        assertThat(row.get("resolution").textValue()).isEqualTo("SUCCEEDED");
        assertThat(row.get("comment").textValue()).isEqualTo("the order is in the shop's books");
        assertThat(seks("executions", "list", "--state", "resolved").out())
                .contains("RESOLVED")
                .contains("SUCCEEDED, says ");
        assertThat(seks("audit", "show", digest).out())
                .contains("orders RESOLVE as SUCCEEDED: \"the order is in the shop's books\"")
                .contains("found that the call SUCCEEDED");
        Log log = new TopicsReader(all.client(), all.topics()).read(name -> true);
        assertThat(log.results().stream()
                        .filter(result -> result.content().getRequestDigest().equals(digest)))
                .hasSize(1);

        Run again = resolve(digest, "failed");
        assertThat(again.code()).isZero();
        assertThat(again.err()).contains("resolved before as SUCCEEDED");
        assertThat(seks("executions", "list", "--state", "resolved", "--json")
                        .json()
                        .get(0)
                        .get("resolution")
                        .textValue())
                .isEqualTo("FAILED");
    }

    @Test
    void resolvesNothingButUnknownOutcomes() {
        String done = order("other").json().get(0).get("requestDigest").textValue();

        Run known = resolve(done, "failed");
        Run nobody = resolve("0123456789abcdef", "failed");
        Run silent = seks("executions", "resolve", done, "--outcome", "failed", "--comment", " ");
        Run wrong = resolve(done, "perhaps");

        assertThat(known.code()).isEqualTo(1);
        assertThat(known.err()).contains("is succeeded, only an unknown outcome can be resolved");
        assertThat(nobody.code()).isEqualTo(1);
        assertThat(silent.code()).isEqualTo(2);
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(states("--agent", "other", "--limit", "1")).containsExactly("SUCCEEDED");
        assertThat(seks("executions", "list", "--limit", "0").code()).isEqualTo(2);
        assertThat(seks("executions").code()).isEqualTo(2);
    }

    private static Run resolve(String handle, String outcome) {
        return seks("executions", "resolve", handle, "--outcome", outcome, "--comment", "seen in the books");
    }

    private static List<String> states(String... options) {
        List<String> line = new ArrayList<>(List.of("executions", "list", "--json"));
        line.addAll(List.of(options));
        return seks(line.toArray(String[]::new)).json().stream()
                .map(row -> row.get("state").textValue())
                .toList();
    }

    private static Run order(String agent) {
        return seks(
                "request",
                "shop",
                "order",
                "--agent",
                agent,
                "--id",
                UUID.randomUUID().toString(),
                "--json");
    }

    private static Run seks(String... args) {
        List<String> line = new ArrayList<>(List.of(args));
        line.add("--data");
        line.add(folder.resolve("data").toString());
        return Run.seks(line.toArray(String[]::new));
    }
}
