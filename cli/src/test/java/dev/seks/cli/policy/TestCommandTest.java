// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seks.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestCommandTest {
    private static final String RULES = """
            allow:
              - "repos.get"
              - { action: "repos.create", when: "params.private" }
            deny: ["repos.delete"]
            require_approval: ["tokens.create"]
            """;
    private static final String GET = "{ agent: aeonbyte, service: github, action: repos.get, params: { repo: site } }";
    private static final String CREATE =
            "{ agent: aeonbyte, service: github, action: repos.create, params: { name: site } }";

    @TempDir
    Path root;

    private PolicyFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new PolicyFolder(root);
    }

    @Test
    void meetsEveryTestOfTheTour() throws IOException {
        Path tour = Files.copy(Path.of("../examples/every-key.yaml"), root.resolve("p.yaml"));
        folder.withCatalogue();
        Files.writeString(
                folder.catalogue().resolve("github.yaml"),
                PolicyFolder.ACTIONS
                        + "  issues.create:\n    { summary: s, effect: write, http: POST /issues, params: { owner: { type: string, required: true, in: body },"
                        + " repo: { type: string, required: true, in: body }, title: { type: string, in: body } } }\n");

        CommandRun run = test(tour);

        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo(tour + ": 3 tests, all met\n");
        assertThat(run.code()).isZero();
    }

    @Test
    void tellsWhatWasExpectedAndWhatCameAndWhy() throws IOException {
        folder.withCatalogue();
        Path policy = folder.policy(
                "p.yaml",
                PolicyFolder.rules(RULES) + "tests:\n  - { name: nobody reads, given: " + GET + ", expect: denied }\n"
                        + "  - { given: " + GET
                        + ", expect: approved, rule: \"agents.aeonbyte.services.github.allow[1]\" }\n"
                        + "  - { given: " + CREATE + ", expect: approved }\n");

        CommandRun run = test(policy);

        assertThat(run.lines())
                .containsExactly(
                        policy
                                + ":12: failed: nobody reads: expected denied, but github repos.get for aeonbyte is approved"
                                + " ALLOWED_BY_RULE: the policy allows github repos.get"
                                + " (agents.aeonbyte.services.github.allow[0], " + policy + " line 7)",
                        policy + ":13: failed: tests[1]: expected approved by agents.aeonbyte.services.github.allow[1],"
                                + " but github repos.get for aeonbyte is approved ALLOWED_BY_RULE by"
                                + " agents.aeonbyte.services.github.allow[0]: the policy allows github repos.get"
                                + " (agents.aeonbyte.services.github.allow[0], " + policy + " line 7)");
        assertThat(run.err()).isEqualTo(policy + ": 3 tests, 2 failed\n");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void takesNoTypoForADenial() throws IOException {
        folder.withCatalogue();
        Path policy = folder.policy(
                "p.yaml",
                PolicyFolder.rules(RULES)
                        + "tests:\n  - { given: { agent: aeonbite, service: github, action: repos.delete }, expect: denied }\n"
                        + "  - { given: { agent: aeonbyte, service: github, action: repos.delete }, expect: denied }\n");

        CommandRun run = test(policy);

        assertThat(run.lines())
                .singleElement()
                .asString()
                .contains(":12: failed: tests[0]: expected denied", "is denied UNKNOWN_AGENT: agent aeonbite does not");
    }

    @Test
    void holdsRulesAgainstNamesAloneWithoutACatalogue() throws IOException {
        Path policy = folder.policy(
                "p.yaml",
                PolicyFolder.rules(RULES) + "tests:\n  - { given: " + GET + ", expect: approved }\n"
                        + "  - { given: { agent: aeonbyte, service: github, action: tokens.create }, expect: pending }\n"
                        + "  - { given: " + CREATE + ", expect: approved }\n"
                        + "  - { given: { agent: aeonbyte, service: github, action: repos.get, params: { x: 1 } },"
                        + " expect: denied, reason: INVALID_PARAMS }\n");

        CommandRun run = test(policy);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lines()).hasSize(2);
        assertThat(run.lines().get(0))
                .startsWith(policy + ":14: failed: tests[2]: expected approved, but github repos.create for aeonbyte"
                        + " cannot be told: ")
                .contains("depends on conditions or hours, which only a catalogue can tell");
        assertThat(run.lines().get(1)).contains("cannot be told: only a catalogue can tell INVALID_PARAMS");
        assertThat(run.err())
                .contains("there is no catalogue beside " + policy, "--catalogue DIR names one", "4 tests, 2 failed");
    }

    @Test
    void saysThatAFileHasNoTestsAndIsContent() throws IOException {
        Path policy = Files.copy(Path.of("../examples/seks-policy.yaml"), root.resolve("p.yaml"));

        CommandRun run = test(policy);

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(policy + ": no tests; they stand under tests: in the file");
    }

    @Test
    void runsTheCasesOfAFolderOnEachPolicy() throws IOException {
        folder.withCatalogue();
        Path first = folder.policy("a.yaml", PolicyFolder.rules(RULES));
        Path second = folder.policy("b.yaml", PolicyFolder.rules("deny: [\"*\"]\n"));
        Path cases = Files.createDirectory(root.resolve("cases"));
        Path file = Files.writeString(
                cases.resolve("reads.yaml"),
                "- name: reads\n  given: " + GET + "\n  expect: approved\n  at: \"2026-01-05T12:00:00Z\"\n");
        Files.writeString(cases.resolve("notes.txt"), "not a case");

        CommandRun run = test(first, second, "--cases", cases);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lines())
                .singleElement()
                .asString()
                .startsWith(file + ":1: failed: reads: expected approved, but github repos.get for aeonbyte is denied");
        assertThat(run.err()).contains(first + ": 1 test, all met", second + ": 1 test, 1 failed");
    }

    @Test
    void tellsFaultsOfCasesByLineAndColumn() throws IOException {
        Path policy = folder.policy("p.yaml", PolicyFolder.rules(RULES));
        Path cases = Files.createDirectory(root.resolve("cases"));
        Path bad = Files.writeString(cases.resolve("bad.yaml"), "- given: { agent: A, service: s }\n  expect: maybe\n");
        Path map = Files.writeString(cases.resolve("map.yaml"), "given: {}\n");

        CommandRun run = test(policy, "--cases", cases);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lines()).hasSize(4);
        assertThat(run.lines().get(0)).startsWith(bad + ":1:10: cases[0].given has no action");
        assertThat(run.lines().get(1)).startsWith(bad + ":1:19: agent A, expected a-z");
        assertThat(run.lines().get(2)).startsWith(bad + ":2:11: expect is maybe, expected one of approved");
        assertThat(run.lines().get(3)).isEqualTo(map + ":1:1: cases is a mapping, expected a list");
    }

    @Test
    void refusesFoldersWithoutCasesAndTestsNothingThatIsFaulty() throws IOException {
        Path policy = folder.policy("p.yaml", "version: 2\nagents: {}\n");
        Path empty = Files.createDirectory(root.resolve("empty"));

        assertThat(test(policy, "--cases", empty))
                .returns(2, CommandRun::code)
                .returns(true, run -> run.err().contains("folder of cases " + empty + " holds no .yaml file"));
        assertThat(test(policy, "--cases", root.resolve("none")).code()).isEqualTo(2);
        assertThat(test(policy))
                .returns(1, CommandRun::code)
                .returns(policy + ":1:10: version is 2, expected 1\n", CommandRun::out);
        assertThat(test(root.resolve("none.yaml")).code()).isEqualTo(2);
        assertThat(CommandRun.of("policy", "test").code()).isEqualTo(2);
    }

    @Test
    void printsEachTestInJson() throws IOException {
        folder.withCatalogue();
        Path policy = folder.policy(
                "p.yaml",
                PolicyFolder.rules(RULES) + "tests:\n  - { name: n, given: " + GET + ", expect: approved }\n");

        CommandRun run = test(policy, "--json");

        JsonNode line = new ObjectMapper().readTree(run.lines().get(0));
        assertThat(line.get("met").asBoolean()).isTrue();
        assertThat(line.get("expected").get("outcome").asText()).isEqualTo("APPROVED");
        assertThat(line.get("outcome").asText()).isEqualTo("APPROVED");
        assertThat(line.get("reason").asText()).isEqualTo("ALLOWED_BY_RULE");
        assertThat(line.get("rule").asText()).isEqualTo("agents.aeonbyte.services.github.allow[0]");
        assertThat(line.get("rules").get(0).get("line").asInt()).isEqualTo(7);
        assertThat(run.lines().get(1))
                .isEqualTo("{\"summary\":{\"file\":\"" + policy + "\",\"tests\":1,\"failed\":0,\"ok\":true}}");
    }

    private static CommandRun test(Object... arguments) {
        List<String> line = new ArrayList<>(List.of("policy", "test"));
        for (Object argument : arguments) {
            line.add(argument.toString());
        }
        return CommandRun.of(line.toArray(String[]::new));
    }
}
