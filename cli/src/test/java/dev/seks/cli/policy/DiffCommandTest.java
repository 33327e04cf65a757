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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiffCommandTest {
    private static final String OLD = PolicyFolder.rules(
            "allow: [\"repos.get\"]\ndeny: [\"repos.delete\"]\nrequire_approval: [\"repos.create\"]\n");

    @TempDir
    Path root;

    private PolicyFolder folder;
    private Path old;

    @BeforeEach
    void writePolicy() throws IOException {
        folder = new PolicyFolder(root).withCatalogue();
        old = folder.policy("old.yaml", OLD);
    }

    @Test
    void tellsEachDecisionThatChangesWhatItWasAndWhatItIs() throws IOException {
        Path next = folder.policy(
                "new.yaml",
                PolicyFolder.rules(
                                "allow: [\"repos.*\"]\nrequire_approval: [{ action: \"repos.create\", quorum: 2 }]\n")
                        + "rate_limits: { global: { requests_per_minute: 5 } }\n");

        CommandRun run = diff(old, next);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out().replace(root + "/", "")).isEqualTo("""
                        aeonbyte  github repos.delete
                          was  denied by agents.aeonbyte.services.github.deny[0] (old.yaml:7)
                          now  approved by agents.aeonbyte.services.github.allow[0] (new.yaml:6)
                        aeonbyte  github repos.create
                          was  pending by agents.aeonbyte.services.github.require_approval[0] (old.yaml:8): 1 of operators, within 15m
                          now  pending by agents.aeonbyte.services.github.require_approval[0] (new.yaml:7): 2 of operators, within 15m
                        rate_limits.global.requests_per_minute: none -> 5
                        """);
        assertThat(run.err()).isEqualTo("2 decisions change: 1 wider, 1 in another way; 1 setting\n");
    }

    @Test
    void findsNothingWhereOnlyLinesChange() throws IOException {
        Path next = folder.policy(
                "new.yaml",
                PolicyFolder.rules("# moved\nrequire_approval: [\"repos.create\"]\nallow: [\"repos.get\"]\n"));

        CommandRun run = diff(old, next);

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("no decision changes\n");
    }

    @Test
    void tellsConditionsAsTheyAreWritten() throws IOException {
        Path next = folder.policy(
                "new.yaml",
                OLD.replace("[\"repos.get\"]", "[{ action: \"repos.get\", when: \"params.repo == 'site'\" }]"));

        assertThat(diff(old, next).lines())
                .contains("  now  under conditions", "         allow when params.repo == 'site'");
        assertThat(diff(next, next).code()).isZero();
    }

    @Test
    void takesTheOneCatalogueThereIsForBoth() throws IOException {
        Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
        Path fetched = Files.copy(old, elsewhere.resolve("old.yaml"));
        Path next = folder.policy("new.yaml", OLD.replace("repos.get", "repos.*"));

        CommandRun run = diff(fetched, next);

        assertThat(run.err()).isEqualTo("no decision changes\n");
        assertThat(diff(fetched, Files.writeString(elsewhere.resolve("n.yaml"), Files.readString(next)))
                        .err())
                .contains("there is no catalogue beside", "1 decision changes: 1 wider");
    }

    @Test
    void comparesOverTheActionsOfBothCatalogues() throws IOException {
        Path actions = Files.createDirectory(root.resolve("actions"));
        Files.writeString(
                actions.resolve("github.yaml"),
                PolicyFolder.ACTIONS + "  repos.list: { summary: s, effect: read, http: GET /repos }\n");
        Path wide = folder.policy("wide.yaml", OLD.replace("[\"repos.get\"]", "[\"*\"]"));

        CommandRun run = diff(wide, wide, "--new-catalogue", actions);

        assertThat(run.out().replace(root + "/", "")).isEqualTo("""
                        aeonbyte  github repos.list
                          was  denied, the catalogue has no such action
                          now  approved by agents.aeonbyte.services.github.allow[0] (wide.yaml:6)
                        """);
    }

    @Test
    void printsOneChangeInJsonPerLine() throws IOException {
        Path next = folder.policy("new.yaml", OLD.replace("deny", "allow").replaceFirst("allow: .*\n", "deny: []\n"));

        List<String> lines = diff(old, next, "--json").lines();

        JsonNode first = new ObjectMapper().readTree(lines.get(0));
        assertThat(first.get("agents").get(0).asText()).isEqualTo("aeonbyte");
        assertThat(first.get("actions").get(0).asText()).isEqualTo("repos.delete");
        assertThat(first.get("was").get("reason").asText()).isEqualTo("DENIED_BY_RULE");
        assertThat(first.get("now").get("outcome").asText()).isEqualTo("APPROVED");
        assertThat(lines.get(lines.size() - 1))
                .isEqualTo("{\"summary\":{\"decisions\":2,\"wider\":1,\"narrower\":1,\"settings\":0,\"whole\":true}}");
    }

    @Test
    void saysWhereItStoppedComparing() throws IOException {
        Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
        String many = names("allow", 0) + names("deny", PolicyDiff.MAX_NAMES / 2);
        Path all = Files.writeString(elsewhere.resolve("all.yaml"), PolicyFolder.rules(many));
        Path more = Files.writeString(
                elsewhere.resolve("more.yaml"), PolicyFolder.rules(many + "require_approval: [one.more]\n"));

        assertThat(diff(all, all).code()).isZero();
        assertThat(diff(all, more).code()).isEqualTo(1);
        assertThat(diff(all, more).err()).endsWith("no decision changes; of the first 2000 names in the rules alone\n");
        assertThat(diff(all, more, "--json").out()).contains("\"whole\":false");
    }

    private static String names(String verb, int first) {
        return IntStream.range(first, first + PolicyDiff.MAX_NAMES / 2)
                .mapToObj(n -> "things.n" + n)
                .collect(Collectors.joining(", ", verb + ": [", "]\n"));
    }

    @Test
    void tellsWhoIsAskedLater() throws IOException {
        String asks = "require_approval: [{ action: repos.create, approvers: on-call%s }]\n";
        String groups = "people: { ann: {}, ben: {} }\ngroups: { on-call: [ann], leads: [ben] }\n";
        Path before = folder.policy("before.yaml", PolicyFolder.rules(asks.formatted("")) + groups);
        Path after = folder.policy(
                "after.yaml", PolicyFolder.rules(asks.formatted(", escalate: { after: 10m, to: leads }")) + groups);

        assertThat(diff(before, after).out())
                .contains("1 of on-call, within 15m\n", "1 of on-call, after 10m also of leads, within 15m\n");
        assertThat(diff(before, after, "--json").out())
                .contains("\"escalation\":{\"to\":[\"leads\"],\"afterSeconds\":600}");
    }

    @Test
    void tellsManyAgentsThatChangeAlikeTogether() throws IOException {
        String agents = IntStream.range(0, 2_000)
                .mapToObj(n -> "  a" + n + ": { services: { github: { allow: [repos.get] } } }\n")
                .collect(Collectors.joining());
        Path before = folder.policy("before.yaml", "version: 1\nagents:\n" + agents);
        Path after = folder.policy("after.yaml", "version: 1\nagents:\n" + agents.replace("repos.get", "repos.create"));

        CommandRun run = diff(before, after);

        assertThat(run.lines()).hasSize(6);
        assertThat(run.lines().get(0))
                .isEqualTo("a0, a1, a2 and 1997 more agents  github repos.create  (2000 decisions)");
        assertThat(run.err()).isEqualTo("4000 decisions change: 2000 wider, 2000 narrower\n");
    }

    @Test
    void comparesNothingThatIsFaultyOrMissing() throws IOException {
        Path faulty = folder.policy("faulty.yaml", "version: 2\nagents: {}\n");

        assertThat(diff(old, faulty))
                .returns(1, CommandRun::code)
                .returns(faulty + ":1:10: version is 2, expected 1\n", CommandRun::out);
        assertThat(diff(old, root.resolve("none.yaml")).code()).isEqualTo(2);
        assertThat(CommandRun.of("policy", "diff", old.toString()).code()).isEqualTo(2);
    }

    private static CommandRun diff(Object... arguments) {
        List<String> line = new ArrayList<>(List.of("policy", "diff"));
        for (Object argument : arguments) {
            line.add(argument.toString());
        }
        return CommandRun.of(line.toArray(String[]::new));
    }
}
