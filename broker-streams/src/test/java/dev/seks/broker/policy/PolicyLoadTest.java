// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import static dev.seks.broker.policy.PolicyText.faults;
import static dev.seks.broker.policy.PolicyText.loaded;
import static dev.seks.broker.policy.PolicyText.withRules;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.YamlReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyLoadTest {
    private static final String EXPECTED_PATTERN =
            ", expected an action such as repos.get, in a-z, 0-9, _, - and dots, at most 128 characters, with at most"
                    + " 8 * for any text";

    @Test
    void tellsAllFaultsAtOnceInReadingOrder() {
        String text = """
                version: 2
                domian: acme
                agents:
                  Aeon:
                    services:
                      github:
                        alow: ["repos.get"]
                        deny: "repos.delete"
                        require_approval: ["Repos.create", 7, null, { action: x, never: 1 }, ""]
                      git.hub: {}
                    owned: mika
                  bob:
                  bob: {}
                  no: {}
                rate_limits:
                  global: { requests_per_minute: many, requests_per_fortnight: 1, requests_per_hour: -1 }
                  per_service: { "S*": { requests_per_day: 012 } }
                people: []
                """;

        assertThat(faults(text))
                .containsExactly(
                        "p.yaml:1:10: version is 2, expected 1",
                        "p.yaml:2:1: unknown key domian in the policy, did you mean domain, expected one of agents,"
                                + " budgets, defaults, domain, groups, people, rate_limits, roles, tests, version",
                        "p.yaml:4:3: agent Aeon, expected a-z, 0-9, _ and -, a letter first, at most 64 characters, or a"
                                + " pattern with *",
                        "p.yaml:7:9: unknown key alow in agents.Aeon.services.github, did you mean allow, expected one of allow,"
                                + " deny, require_approval",
                        "p.yaml:8:15: deny is \"repos.delete\", expected a list",
                        "p.yaml:9:28: pattern \"Repos.create\"" + EXPECTED_PATTERN,
                        "p.yaml:9:44: pattern is 7, expected text, quote it: \"7\"",
                        "p.yaml:9:47: list entry is null, expected a value",
                        "p.yaml:9:66: unknown key never in agents.Aeon.services.github.require_approval[3], expected one of"
                                + " action, approvers, assurance, during, escalate, expires_in, grantable, quorum, when",
                        "p.yaml:9:78: pattern \"\"" + EXPECTED_PATTERN,
                        "p.yaml:10:7: service git.hub, expected a-z, 0-9, _ and -, a letter first, at most 64"
                                + " characters, or a pattern with *",
                        "p.yaml:11:5: unknown key owned in agents.Aeon, did you mean owner, expected one of budgets,"
                                + " extends, keys, owner, rate_limits, services",
                        "p.yaml:12:7: bob is null, expected a value",
                        "p.yaml:13:3: duplicate key bob, first on line 12",
                        "p.yaml:14:3: no is not read as text by every YAML reader, quote it: \"no\"",
                        "p.yaml:16:34: requests_per_minute is many, expected a whole number from 0 to 1000000000",
                        "p.yaml:16:40: unknown key requests_per_fortnight in rate_limits.global, expected one of"
                                + " requests_per_day, requests_per_hour, requests_per_minute, requests_per_second",
                        "p.yaml:16:86: requests_per_hour is -1, expected a whole number from 0 to 1000000000",
                        "p.yaml:17:18: service \"S*\", expected a-z, 0-9, _ and -, a letter first, at most 64"
                                + " characters, or a pattern with *",
                        "p.yaml:17:44: requests_per_day is 012, expected a whole number from 0 to 1000000000",
                        "p.yaml:18:9: people is a list, expected a mapping");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*.get", "*", "*get", "**", "*.get, x", "*-x"})
    void tellsToQuoteAPatternThatYamlTakesForAnAlias(String pattern) {
        String flow = withRules("allow: [" + pattern + "]", "deny: [Bad]");
        String block = withRules("allow:", "  - " + pattern.replace(", x", ""), "deny: [Bad]");

        assertThat(faults(flow)).hasSize(2).first().asString().matches("p.yaml:6:17: .* quote it: \"\\*.*\"");
        assertThat(faults(block)).hasSize(2).first().asString().matches("p.yaml:7:13: .* quote it: \"\\*.*\"");
        assertThat(faults(block)).last().asString().startsWith("p.yaml:8:16: pattern Bad, ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                                      | p.yaml:1:1: file is empty, expected a mapping
                    []                                      | p.yaml:1:1: the policy is a list, expected a mapping
                    version: 1                              | p.yaml:1:1: the policy has no agents
                    agents: {}                              | p.yaml:1:1: the policy has no version
                    {version: "1", agents: {}}              | p.yaml:1:11: version is "1", expected 1
                    {version: 1.0, agents: {}}              | p.yaml:1:11: version is 1.0, expected 1
                    {version: 01, agents: {}}               | p.yaml:1:11: version is 01, expected 1
                    {version: 1, agents: }                  | p.yaml:1:21: agents is null, expected a value
                    {version: 1, agents: ~}                 | p.yaml:1:22: agents is null, expected a value
                    {version: 1, agents: [a]}               | p.yaml:1:22: agents is a list, expected a mapping
                    {version: 1, agents: {}, agents: {}}    | p.yaml:1:26: duplicate key agents, first on line 1
                    {version: !!int 1, agents: {}}          | p.yaml:1:11: a YAML tag, expected a plain value
                    {version: 1, agents: !x {}}             | p.yaml:1:22: a YAML tag, expected a plain value
                    {version: 1, agents: {}, ? [a] : b}     | p.yaml:1:28: a key is a list, expected a name
                    {version: 1, agents: {}, domain: Acme}  | p.yaml:1:34: domain Acme, expected a-z, 0-9, _ and -, a letter first, at most 64 characters
                    {version: 1, agents: {}, domain: _p1}   | p.yaml:1:34: domain _p1, expected a-z, 0-9, _ and -, a letter first, at most 64 characters
                    {version: 1, agents: {}, domain: off}   | p.yaml:1:34: domain is off, expected text, quote it: "off"
                    {version: 1, agents: {on: {}}}          | p.yaml:1:23: on is not read as text by every YAML reader, quote it: "on"
                    {version: 1, agents: {}, <<: {}}        | p.yaml:1:26: unknown key << in the policy, expected one of agents, budgets, defaults, domain, groups, people, rate_limits, roles, tests, version
                    {version: 1, agents: {}, tests: {}}     | p.yaml:1:33: tests is a mapping, expected a list
                    {version: 1, agents: {a: &x {services: {s: *x}}}} | p.yaml:1:44: *x is a YAML alias without an anchor, to write a pattern quote it: "*x"
                    """)
    void refusesWhatIsNotAPolicy(String text, String fault) {
        assertThat(faults(text)).containsExactly(fault);
    }

    @Test
    void refusesASecondDocument() {
        assertThat(faults("version: 1\nagents: {}\n---\nversion: 1\nagents: {}\n"))
                .containsExactly("p.yaml:3:1: a second document, expected one document per file");
    }

    @Test
    void tellsWhereTheTextIsNoYaml() {
        assertThat(faults("version: 1\nagents: {\n"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("p.yaml:3:1: not readable");
        assertThat(faults("version: 1\n\tagents: {}\n"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("p.yaml:2:1: not readable");
        assertThat(faults("version: 1\nagents: {}\n#\u0000"))
                .containsExactly("p.yaml:3:1: not readable as YAML: a character that is not text");
    }

    @Test
    void acceptsAFewAliasesOfWhatStandsBefore() {
        String text = "version: 1\nagents:\n  a: &reader { services: { s: { allow: [x] } } }\n  b: *reader\n";

        CompiledPolicy policy = loaded(text).compile(ActionCatalogue.empty());

        assertThat(policy.rule("b", "s", "x").rules())
                .containsExactly(new Rule("agents.b.services.s.allow[0]", "p.yaml", 3, "x"));
    }

    @Test
    void refusesAnAnchorBombInBoundedTime() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 10; i++) {
            String alias = "*a" + (i - 1);
            bomb.append("a").append(i).append(": &a").append(i).append(" [");
            bomb.append(String.join(",", List.of(alias, alias, alias, alias, alias)))
                    .append("]\n");
        }

        assertThat(faults(bomb.toString())).hasSize(1).first().asString().contains("more than");
    }

    @Test
    void refusesFilesBeyondTheirBounds() {
        String large = "version: 1\nagents: {}\n#" + "x".repeat(YamlReader.MAX_BYTES);
        String deep = "version: 1\nagents: " + "[".repeat(10_000);
        String many = withRules("allow: [" + "x,".repeat(1_001) + "]");

        assertThat(faults(large)).containsExactly("p.yaml:1:1: file is too large, expected at most 2097152 bytes");
        assertThat(faults("\u00e4".repeat(YamlReader.MAX_BYTES / 2 + 1))).hasSize(1);
        assertThat(faults(deep)).containsExactly("p.yaml:2:24: nested deeper than 16 levels");
        assertThat(faults(many)).containsExactly("p.yaml:6:2017: allow has 1001 entries, expected at most 1000");
    }

    @Test
    void boundsTheNumberOfFaultsTold() {
        List<String> faults = faults(withRules("allow: [" + "X,".repeat(900) + "]"));

        assertThat(faults).hasSize(Faults.MAX_FAULTS + 1);
        assertThat(faults).last().asString().endsWith("and 700 more faults");
    }

    @Test
    void showsNothingInvisibleInAFault() {
        assertThat(faults(withRules("allow: [\"a\\u202Eb\"]")).get(0)).contains("pattern \"a\\u{202e}b\", expected");
    }
}
