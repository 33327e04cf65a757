// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seks.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

/** What is saved while everything runs; each step goes on from the one before. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SavedPolicyTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String KEPT = "policy  what is saved is not published, the last good version stays in force";

    @TempDir
    static Path data;

    private static final List<String> LINES = new CopyOnWriteArrayList<>();
    private static AllInOne all;
    private static Path policy;
    private static String example;

    @BeforeAll
    static void start() throws Exception {
        all = AllInOne.start(DevOptions.in(data), Clock.systemUTC());
        all.watch(Ansi.OFF, LINES::add);
        all.publishAddress();
        policy = all.policy();
        example = Files.readString(policy);
    }

    @AfterAll
    static void stop() {
        all.close();
    }

    @BeforeEach
    void forgetLines() {
        LINES.clear();
    }

    @Test
    @Order(1)
    void bringsASaveIntoForceAndTellsWhichDecisionsChange() throws Exception {
        save(example.replace("- \"repos.get\"", "- \"repos.g*\"").replace("- \"issues.list\"", "- \"x.y\""));

        awaitLine("    now  denied, no rule matches");
        assertThat(LINES)
                .containsExactly(
                        "policy  version 2 is in force: 1 decision changes: 1 narrower",
                        "  aeonbyte  github issues.list",
                        "    was  approved by agents.aeonbyte.services.github.allow[2] (v1:seks-policy.yaml:9)",
                        "    now  denied, no rule matches");
        assertThat(request("issues.list").out()).contains("NO_RULE");
    }

    @Test
    @Order(2)
    void tellsTheFaultsOfABadSaveAndKeepsTheLastGoodOne() throws Exception {
        save("version: 2\nagent: {}\n");

        awaitLine(KEPT);
        assertThat(LINES).contains("policy  " + policy + ":1:10: version is 2, expected 1");
        assertThat(request("repos.get").code()).isZero();
        assertThat(versions()).isEqualTo(2);
    }

    @Test
    @Order(3)
    void publishesNothingThatFailsItsOwnTestsOrIsOfAnotherDomain() throws Exception {
        save(example + "tests:\n  - { given: { agent: aeonbyte, service: email, action: send,"
                + " params: { to: \"a@b.example\", subject: s, text: t } }, expect: approved }\n");
        awaitLine(KEPT);
        assertThat(LINES.get(0)).contains("failed: tests[0]: expected approved, but email send");
        LINES.clear();

        save(example.replace("version: 1", "version: 1\ndomain: other"));

        awaitLine(KEPT);
        assertThat(LINES.get(0)).startsWith("policy  the policy is of domain other, expected default");
        assertThat(versions()).isEqualTo(2);
    }

    @Test
    @Order(4)
    void seesAFileThatAnEditorMovesIntoPlaceAndOneThatGoesAway() throws Exception {
        Files.delete(policy);
        awaitLine(KEPT);
        assertThat(LINES.get(0)).contains("it does not exist");
        LINES.clear();

        Path draft = Files.writeString(data.resolve("draft~"), example);
        Files.move(draft, policy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        awaitLine("policy  version 3 is in force: 1 decision changes: 1 wider");
        assertThat(request("issues.list").code()).isZero();
    }

    @Test
    @Order(5)
    void saysWhenTheOneInForceIsSavedAgainAfterABadOne() throws Exception {
        save("no policy");
        awaitLine(KEPT);

        save(example);

        awaitLine("policy  what is saved is version 3 again, which is in force");
        assertThat(versions()).isEqualTo(3);
    }

    private static void save(String text) throws IOException {
        Files.writeString(policy, text);
    }

    private static void awaitLine(String line) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(LINES).contains(line));
    }

    private static int versions() {
        return CommandRun.of("policy", "log", "--data", data.toString()).lines().size();
    }

    private static CommandRun request(String action) {
        return CommandRun.of(
                "request",
                "github",
                action,
                "owner=acme",
                "repo=site",
                "--agent",
                "aeonbyte",
                "--data",
                data.toString());
    }
}
