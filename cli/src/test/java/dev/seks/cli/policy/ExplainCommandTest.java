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
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExplainCommandTest {
    private static final String RULES = """
            allow:
              - "*"
              - { action: "repos.create", when: "params.private" }
              - { action: "repos.create", during: { days: [mon], from: "08:00", to: "18:00", zone: UTC } }
              - { action: "repos.create", when: "1 / (params.private ? 0 : 1) == 1" }
            deny:
              - "repos.delete"
              - { action: "repos.*", when: "params.name == 'secret'" }
            require_approval:
              - { action: "repos.create", when: "!params.private", quorum: 2, expires_in: 30m, assurance: sso, grantable: false }
              - "repos.delete"
            """;
    private static final String MONDAY = "2026-01-05T12:00:00Z";

    @TempDir
    Path root;

    private PolicyFolder folder;
    private Path policy;

    @BeforeEach
    void writePolicy() throws IOException {
        folder = new PolicyFolder(root);
        // the condition of the second deny names a parameter that only some of its actions have
        policy = folder.policy("p.yaml", PolicyFolder.rules(RULES.replace("repos.*", "repos.create")));
    }

    @Test
    void tellsTheRuleThatDecidesAndWhyEachOtherDoesNot() throws IOException {
        folder.withCatalogue();

        CommandRun run = explain("repos.delete", "--params", "{\"repo\":\"site\"}");

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out().replace(policy.toString(), "p.yaml")).isEqualTo("""
                        DENIED  github repos.delete for aeonbyte
                          reason    DENIED_BY_RULE: the policy denies github repos.delete (agents.aeonbyte.services.github.deny[0], p.yaml line 12)
                          rule      deny              repos.delete  p.yaml:12  agents.aeonbyte.services.github.deny[0]
                        why no other rule decides:
                          require_approval  repos.delete  p.yaml:16  outranked by deny
                          allow             *             p.yaml:7   outranked by deny
                          deny              repos.create  p.yaml:13  does not match
                          require_approval  repos.create  p.yaml:15  does not match
                          allow             repos.create  p.yaml:8   does not match
                          allow             repos.create  p.yaml:9   does not match
                          allow             repos.create  p.yaml:10  does not match
                        """);
    }

    @Test
    void tellsWhatConditionsAndHoursCameTo() throws IOException {
        folder.withCatalogue();

        CommandRun run = explain(
                "repos.create", "--params", "{\"name\":\"site\",\"private\":true}", "--at", "2026-01-06T12:00:00Z");

        assertThat(run.lines())
                .contains("APPROVED  github repos.create for aeonbyte")
                .anyMatch(line -> line.startsWith("  rules     allow") && line.endsWith("github.allow[0]"))
                .contains("              when params.private")
                .anyMatch(line -> line.endsWith("its condition does not hold: params.name == 'secret'"))
                .anyMatch(line -> line.endsWith("its condition does not hold: !params.private"))
                .anyMatch(line -> line.endsWith("outside its hours: mon 08:00 to 18:00 UTC"))
                .anyMatch(
                        line -> line.endsWith("its condition cannot be evaluated: 1 / (params.private ? 0 : 1) == 1"));
    }

    @Test
    void tellsWhatAnApprovalTakesAndWhichLimitsApply() throws IOException {
        folder.withCatalogue();
        Files.writeString(
                policy,
                "rate_limits: { global: { requests_per_minute: 100 }, per_agent: { requests_per_hour: 9 } }\n"
                        + "budgets: { per_action: { \"github.*\": { usd_per_day: 2.50 } } }\n",
                java.nio.file.StandardOpenOption.APPEND);

        CommandRun run = explain("repos.create", "--params", "{\"name\":\"site\",\"private\":false}", "--at", MONDAY);

        assertThat(run.lines())
                .contains("PENDING  github repos.create for aeonbyte")
                .contains("  approval  2 different people of operators; expires after 30m; only signed on at the inbox;"
                        + " not grantable")
                .contains("  limits    100 requests in 1m  rate_limits.global.requests_per_minute")
                .contains("            9 requests in 1h  rate_limits.per_agent.requests_per_hour")
                .contains("            2.5 USD in 24h  budgets.per_action.github.*.usd_per_day")
                .contains("            50 requests of the agent that wait at once  defaults.max_open_approvals")
                .anyMatch(line -> line.endsWith("outranked by require_approval"));
    }

    @Test
    void reachesNoCredentialActionByAWildcard() throws IOException {
        folder.withCatalogue();

        assertThat(explain("tokens.create").lines())
                .contains("DENIED  github tokens.create for aeonbyte", "rules that do not decide:")
                .anyMatch(line -> line.endsWith("a wildcard never reaches a credential action"));
    }

    @Test
    void asksForParametersWhereNoneAreGiven() throws IOException {
        folder.withCatalogue();

        CommandRun run = explain("repos.create");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("INVALID_PARAMS", "not looked at: when params.private");
        assertThat(run.err()).contains("--params takes a JSON object");
    }

    @Test
    void namesTheAgentThatWasMeant() throws IOException {
        folder.withCatalogue();

        CommandRun run = explain("repos.get", "--agent", "aeonbite");

        assertThat(run.code()).isEqualTo(2);
        CommandRun once = CommandRun.of(
                "policy",
                "explain",
                policy.toString(),
                "--agent",
                "aeonbite",
                "--service",
                "github",
                "--action",
                "repos.get");
        assertThat(once.code()).isZero();
        assertThat(once.out()).contains("UNKNOWN_AGENT");
        assertThat(once.err()).isEqualTo("seks: there is no agent aeonbite, did you mean aeonbyte\n");
    }

    @Test
    void answersByNamesAloneWithoutACatalogue() {
        CommandRun told = explain("repos.delete");
        CommandRun untold = explain("repos.create");

        assertThat(told.code()).isZero();
        assertThat(told.out()).startsWith("DENIED");
        assertThat(told.err()).contains("there is no catalogue beside " + policy);
        assertThat(untold.code()).isEqualTo(2);
        assertThat(untold.out()).startsWith("UNTOLD").contains("only a catalogue can tell");
    }

    @Test
    void showsTheFirstFewOtherRulesUnlessAllAreWanted() throws IOException {
        String many = IntStream.range(0, 40)
                .mapToObj(n -> "\"issues.a" + n + "\"")
                .collect(Collectors.joining(", ", "allow: [", ", \"repos.*\"]\ndeny: [\"repos.get\"]\n"));
        Files.writeString(policy, PolicyFolder.rules(many));

        CommandRun few = explain("repos.get");
        CommandRun all = explain("repos.get", "--all");

        assertThat(few.lines()).hasSize(17).contains("  and 29 more; --all shows them");
        assertThat(few.lines().get(4)).contains("repos.*").endsWith("outranked by deny");
        assertThat(all.lines()).hasSize(45).noneMatch(line -> line.contains("--all"));
    }

    @Test
    void printsTheSameAsOneLineOfJson() throws IOException {
        folder.withCatalogue();

        CommandRun run =
                explain("repos.create", "--params", "{\"name\":\"site\",\"private\":false}", "--at", MONDAY, "--json");

        assertThat(run.lines()).hasSize(1);
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.get("outcome").asText()).isEqualTo("PENDING");
        assertThat(json.get("reason").asText()).isEqualTo("APPROVAL_REQUIRED");
        assertThat(json.get("rules").get(0).get("line").asInt()).isEqualTo(15);
        assertThat(json.get("approval").toString())
                .isEqualTo("{\"approvers\":[\"operators\"],\"quorum\":2,\"expiresInSeconds\":1800,"
                        + "\"assurance\":\"SSO\",\"grantable\":false,\"maxOpen\":50,\"escalation\":null}");
        assertThat(json.get("candidates").findValuesAsText("fate"))
                .contains("CONDITION_NOT_MET", "OUTRANKED", "OTHER_ACTION");
        assertThat(json.get("candidatesLeftOut").asInt()).isZero();
    }

    @Test
    void neverPrintsWhatATerminalWouldObey() throws IOException {
        Files.writeString(
                policy, PolicyFolder.rules("allow: [{ action: \"repos.get\", when: \"'\\e[31m' == ''\" }]\n"));
        folder.withCatalogue();

        CommandRun run = explain("repos.get", "--params", "{\"repo\":\"@|red x|@\"}");

        assertThat(run.out()).doesNotContain("\u001b").contains("its condition does not hold: ");
    }

    @Test
    void refusesWhatIsNoRequestAndWhatIsNoPolicy() throws IOException {
        assertThat(CommandRun.of("policy", "explain", policy.toString(), "--agent", "a")
                        .code())
                .isEqualTo(2);
        assertThat(explain("Repos.get"))
                .returns(2, CommandRun::code)
                .returns(true, run -> run.err().contains("--action 'Repos.get', expected lower-case ASCII"));
        Files.writeString(policy, "version: 2\nagents: {}\n");
        assertThat(explain("repos.get"))
                .returns(1, CommandRun::code)
                .returns(policy + ":1:10: version is 2, expected 1\n", CommandRun::out);
    }

    private CommandRun explain(String action, String... more) {
        Stream<String> line = Stream.of(
                "policy",
                "explain",
                policy.toString(),
                "--agent",
                "aeonbyte",
                "--service",
                "github",
                "--action",
                action);
        return CommandRun.of(Stream.concat(line, Arrays.stream(more)).toArray(String[]::new));
    }
}
