// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.cli.CommandRun;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckCommandTest {
    private static final String TWO_FAULTS = "version: 2\nagents:\n  a: { servces: {} }\n";

    @TempDir
    Path folder;

    private Path policy;

    @BeforeEach
    void writePolicy() throws IOException {
        policy = folder.resolve("p.yaml");
    }

    @Test
    void findsNoFaultInTheExampleAloneAndSaysThatThereIsNoCatalogue() throws IOException {
        Files.copy(Path.of("../examples/seks-policy.yaml"), policy);

        CommandRun run = check(policy);

        assertThat(run.code()).isZero();
        assertThat(run.lines())
                .singleElement()
                .asString()
                .startsWith(policy + ":14:1: note: the group operators approves this");
        assertThat(run.err())
                .contains(
                        "there is no catalogue beside " + policy,
                        "--catalogue DIR names one",
                        policy + ": no fault, 1 note");
    }

    @Test
    void tellsAllFaultsAtOnceByFileLineAndColumn() throws IOException {
        Files.writeString(policy, TWO_FAULTS);

        CommandRun run = check(policy);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lines()).hasSize(2);
        assertThat(run.lines().get(0)).isEqualTo(policy + ":1:10: version is 2, expected 1");
        assertThat(run.lines().get(1))
                .startsWith(policy + ":3:8: unknown key servces in agents.a, did you mean services");
        assertThat(run.err()).contains(policy + ": 2 faults").doesNotContain("\tat ");
    }

    @Test
    void printsOneObjectALineInJson() throws IOException {
        Files.writeString(policy, TWO_FAULTS);

        CommandRun run = CommandRun.of("policy", "check", "--json", policy.toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lines()).hasSize(3);
        assertThat(run.lines().get(0))
                .isEqualTo("{\"file\":\"" + policy + "\",\"line\":1,\"column\":10,\"severity\":\"FAULT\","
                        + "\"message\":\"version is 2, expected 1\"}");
        assertThat(run.lines().get(2))
                .isEqualTo("{\"summary\":{\"file\":\"" + policy + "\",\"catalogue\":null,\"faults\":2,\"warnings\":0,"
                        + "\"notes\":0,\"ok\":false}}");
    }

    @Test
    void holdsPatternsAgainstTheCatalogueBesideTheFile() throws IOException {
        writeCatalogue(folder.resolve("catalogue"));
        Files.writeString(policy, allowing("repos.gte"));

        CommandRun run = check(policy);
        CommandRun strict = CommandRun.of("policy", "check", "--strict", policy.toString());

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains(policy + ":6:17: warning: \"repos.gte\" reaches no action of github")
                .contains("did you mean repos.get");
        assertThat(run.err()).contains("no fault, 1 warning").doesNotContain("no catalogue");
        assertThat(strict.code()).isEqualTo(1);
    }

    @Test
    void warnsOfRulesThatDecideNothingAndOfWildcardsThatAllowTooMuch() throws IOException {
        new PolicyFolder(folder).withCatalogue();
        Files.writeString(
                policy,
                PolicyFolder.rules("allow: [\"repos.*\", \"repos.create\"]\n" + "require_approval: [\"repos.c*\"]\n"));

        CommandRun run = check(policy);

        assertThat(run.lines())
                .containsExactly(
                        policy + ":6:17: warning: \"repos.*\" allows more than its other actions suggest: repos.delete"
                                + " (delete); deny these, require approval for them, or allow them by name",
                        policy + ":6:28: warning: \"repos.create\" decides nothing: what it reaches always needs"
                                + " approval, by agents.aeonbyte.services.github.require_approval[0] in line 7",
                        policy
                                + ":7:1: note: the group operators approves this, and who is in it stands in no file: push"
                                + " --operator PERSON names people, seks dev takes the one who runs it");
        assertThat(CommandRun.of("policy", "check", "--strict", policy.toString())
                        .code())
                .isEqualTo(1);
    }

    @Test
    void tellsFaultsOfTheCatalogueOnceForAllPolicies() throws IOException {
        Path catalogue = writeCatalogue(folder.resolve("actions"));
        Files.writeString(catalogue.resolve("github.yaml"), "service: GitHub\nactions: {}\n");
        Files.writeString(policy, allowing("repos.get"));
        Path second = Files.writeString(folder.resolve("q.yaml"), allowing("repos.get"));

        CommandRun run = CommandRun.of(
                "policy", "check", policy.toString(), second.toString(), "--catalogue", catalogue.toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lines()).singleElement().asString().startsWith(catalogue + "/github.yaml:1:10: service");
    }

    @Test
    void refusesACatalogueThatIsNotThere() throws IOException {
        Files.writeString(policy, allowing("repos.get"));

        CommandRun none = CommandRun.of(
                "policy",
                "check",
                policy.toString(),
                "--catalogue",
                folder.resolve("no").toString());
        Files.createDirectory(folder.resolve("catalogue"));
        CommandRun empty = check(policy);

        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("catalogue folder " + folder.resolve("no") + " cannot be read");
        assertThat(empty.code()).isEqualTo(2);
        assertThat(empty.err()).contains("holds no .yaml file");
    }

    @Test
    void checksTheOtherFilesWhenOneIsNotThere() throws IOException {
        Files.writeString(policy, TWO_FAULTS);

        CommandRun run =
                CommandRun.of("policy", "check", folder.resolve("none.yaml").toString(), policy.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.lines()).hasSize(2);
        assertThat(run.err()).contains("policy " + folder.resolve("none.yaml") + " cannot be read: it does not exist");
    }

    @Test
    void saysWhatIsWrongWithAFileThatIsNoPolicy() throws IOException {
        Path bytes = Files.write(folder.resolve("bytes"), new byte[] {'a', '\n', 'b', (byte) 0xff, 0});
        Path empty = Files.writeString(folder.resolve("empty"), "");
        Path large = folder.resolve("large");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(50_000_000);
        }

        assertThat(check(folder))
                .returns(2, CommandRun::code)
                .returns("seks: policy " + folder + " cannot be read: it is a folder, expected a file\n", r -> r.err());
        assertThat(check(bytes))
                .returns(1, CommandRun::code)
                .returns(bytes + ":2:2: byte ff is not UTF-8, expected text\n", CommandRun::out);
        assertThat(check(empty))
                .returns(1, CommandRun::code)
                .returns(true, r -> r.out().startsWith(empty + ":1:1: "));
        assertThat(check(large))
                .returns(1, CommandRun::code)
                .returns(large + ":1:1: file is too large, expected at most 2097152 bytes\n", CommandRun::out);
        assertThat(CommandRun.of("policy", "check").code()).isEqualTo(2);
        assertThat(CommandRun.of("policy").err()).contains("nothing to do, expected policy check");
    }

    private static CommandRun check(Path file) {
        return CommandRun.of("policy", "check", file.toString());
    }

    private static String allowing(String pattern) {
        return """
                version: 1
                agents:
                  a:
                    services:
                      github:
                        allow: ["%s"]
                """.formatted(pattern);
    }

    private static Path writeCatalogue(Path to) throws IOException {
        Files.createDirectory(to);
        Files.writeString(to.resolve("github.yaml"), """
                service: github
                base_url: https://api.github.com
                actions:
                  repos.get:
                    summary: "read"
                    effect: read
                    http: GET /repos
                """);
        return to;
    }
}
