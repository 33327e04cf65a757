// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import static dev.seks.broker.policy.PolicyText.catalogue;
import static dev.seks.broker.policy.PolicyText.faults;
import static dev.seks.broker.policy.PolicyText.loaded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.broker.policy.Ruling.Kind;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RolesTest {
    private static final CompiledPolicy POLICY = loaded("""
            version: 1
            agents:
              a: { extends: [reader], services: { s: { deny: [x.secret] } } }
              b: { extends: [writer] }
              c: {}
              "b*": { services: { t: { allow: [ping] } } }
              "*": { services: { "git*": { deny: ["*.delete"] } } }
            roles:
              reader: { services: { s: { allow: ["x.*"] } } }
              writer: { extends: [reader], services: { s: { require_approval: ["x.write"] }, "git*": { allow: ["*"] } } }
              idle: { services: { s: { allow: ["*"] } } }
            """)
            .compile(catalogue(Map.of("s", List.of("x.get"), "github", List.of("repos.get", "!token.mint"))));

    @Test
    void unitesTheRulesOfAnAgentAndItsRoles() {
        assertThat(POLICY.rule("a", "s", "x.get").kind()).isEqualTo(Kind.ALLOWED);
        assertThat(POLICY.rule("a", "s", "x.get").rules())
                .extracting(Rule::path)
                .containsExactly("roles.reader.services.s.allow[0]");
        assertThat(POLICY.rule("a", "s", "x.secret").kind()).isEqualTo(Kind.DENIED);
        assertThat(POLICY.rule("b", "s", "x.write").kind()).isEqualTo(Kind.APPROVAL);
        assertThat(POLICY.rule("b", "s", "x.secret").kind()).isEqualTo(Kind.ALLOWED);
    }

    @Test
    void givesNothingToAnAgentThatDoesNotExtend() {
        assertThat(POLICY.rule("c", "s", "x.get").kind()).isEqualTo(Kind.UNKNOWN_SERVICE);
        assertThat(POLICY.rule("a", "s", "y").kind()).isEqualTo(Kind.NO_RULE);
        assertThat(POLICY.rule("reader", "s", "x.get").kind()).isEqualTo(Kind.UNKNOWN_AGENT);
    }

    @Test
    void citesTheRulesOfSeveralRolesInTheOrderOfTheFileWhateverIsWorkedOutAhead() {
        String text = """
                version: 1
                agents:
                  z: { extends: [three, one, two], services: { s: { allow: [x.get] } } }
                roles:
                  one: { services: { s: { allow: ["x.*"], require_approval: [x.write, { action: x.late, when: "true" }] } } }
                  two: { services: { s: { allow: ["*"], deny: [x.secret], require_approval: ["*.write"] } } }
                  three: { services: { "s*": { allow: ["*.get"], deny: ["*.secret", { action: x.write, when: "false" }] } } }
                """;

        for (int way = 0; way < Compiled.WAYS; way++) {
            CompiledPolicy policy =
                    Compiled.of(text, catalogue(Map.of("s", List.of("x.get", "x.write", "x.secret", "x.late"))), way);

            assertThat(paths(policy.rule("z", "s", "x.get")))
                    .containsExactly(
                            "agents.z.services.s.allow[0]",
                            "roles.one.services.s.allow[0]",
                            "roles.two.services.s.allow[0]",
                            "roles.three.services.s*.allow[0]");
            assertThat(policy.rule("z", "s", "x.secret").kind()).isEqualTo(Kind.DENIED);
            assertThat(paths(policy.rule("z", "s", "x.secret")))
                    .containsExactly("roles.two.services.s.deny[0]", "roles.three.services.s*.deny[0]");
            assertThat(policy.rule("z", "s", "x.late").kind()).isEqualTo(Kind.CONDITIONAL);
            assertThat(policy.rule("z", "s", "x.write").guarded().requireApproval())
                    .extracting(entry -> entry.rule().path())
                    .containsExactly(
                            "roles.one.services.s.require_approval[0]", "roles.two.services.s.require_approval[0]");
        }
    }

    /** They stood in the order of their list where one place decided, and in another one where a role did, too. */
    @Test
    void citesRulesOfOneLineFromLeftToRight() {
        CompiledPolicy policy = loaded("""
                version: 1
                agents: { z: { extends: [right, left] } }
                roles: { left: { services: { s: { allow: ["x.*"] } } }, right: { services: { s: { allow: [x.get] } } } }
                """).compile(catalogue(Map.of("s", List.of("x.get"))));

        assertThat(paths(policy.rule("z", "s", "x.get")))
                .containsExactly("roles.left.services.s.allow[0]", "roles.right.services.s.allow[0]");
    }

    @Test
    void citesVeryManyRulesOfSeveralRolesInTheOrderOfTheFile() {
        StringBuilder text = new StringBuilder("version: 1\nagents: { z: { extends: [r9, r4, r7, r1] } }\nroles:\n");
        for (int role = 0; role < 10; role++) {
            text.append("  r").append(role).append(": { services: { s: { allow: [");
            IntStream.range(0, 50)
                    .forEach(i -> text.append(i == 0 ? "" : ", ").append("\"x").append("*.*\""));
            text.append("] } } }\n");
        }

        List<Rule> rules = loaded(text.toString())
                .compile(catalogue(Map.of("s", List.of("x.get"))))
                .rule("z", "s", "x.get")
                .rules();

        assertThat(rules).hasSize(200);
        assertThat(rules.stream().map(Rule::line)).isSorted();
        assertThat(rules.get(1).path()).isEqualTo("roles.r1.services.s.allow[1]");
        assertThat(rules.get(199).path()).isEqualTo("roles.r9.services.s.allow[49]");
    }

    @Test
    void citesARuleThatIsNamedByAnAliasWhereItStands() {
        String text = """
                version: 1
                agents:
                  a:
                    extends: [r]
                    services:
                      t: { allow: [&get x.get, &all "*"] }
                      s:
                        allow: ["x.*", *all, *get]
                roles:
                  r: { services: { s: { allow: ["*.get"] } } }
                """;

        for (int way = 0; way < Compiled.WAYS; way++) {
            CompiledPolicy policy =
                    Compiled.of(text, catalogue(Map.of("s", List.of("x.get", "x"), "t", List.of("x.get"))), way);

            assertThat(paths(policy.rule("a", "s", "x.get")))
                    .containsExactly(
                            "agents.a.services.s.allow[2]",
                            "agents.a.services.s.allow[1]",
                            "agents.a.services.s.allow[0]",
                            "roles.r.services.s.allow[0]");
            assertThat(paths(policy.rule("a", "s", "x.put")))
                    .containsExactly("agents.a.services.s.allow[1]", "agents.a.services.s.allow[0]");
        }
    }

    private static List<String> paths(Ruling ruling) {
        return ruling.rules().stream().map(Rule::path).toList();
    }

    @Test
    void addsAPatternOfAgentsToThoseListedAndCreatesNone() {
        assertThat(POLICY.rule("b", "t", "ping").kind()).isEqualTo(Kind.ALLOWED);
        assertThat(POLICY.rule("b", "t", "ping").rules().get(0).path()).isEqualTo("agents.b*.services.t.allow[0]");
        assertThat(POLICY.rule("a", "t", "ping").kind()).isEqualTo(Kind.UNKNOWN_SERVICE);
        assertThat(POLICY.rule("bob", "t", "ping").kind()).isEqualTo(Kind.UNKNOWN_AGENT);
        assertThat(POLICY.rule("b*", "t", "ping").kind()).isEqualTo(Kind.UNKNOWN_AGENT);
        assertThat(POLICY.rule("*", "github", "x.delete").kind()).isEqualTo(Kind.UNKNOWN_AGENT);
    }

    @Test
    void matchesServicesByPatternKnownToTheCatalogueOrNot() {
        assertThat(POLICY.rule("b", "github", "repos.get").kind()).isEqualTo(Kind.ALLOWED);
        assertThat(POLICY.rule("b", "github", "repos.delete").kind()).isEqualTo(Kind.DENIED);
        assertThat(POLICY.rule("b", "gitlab", "repos.get").kind()).isEqualTo(Kind.ALLOWED);
        assertThat(POLICY.rule("c", "gitlab", "repos.delete").kind()).isEqualTo(Kind.DENIED);
        assertThat(POLICY.rule("c", "github", "repos.get").kind()).isEqualTo(Kind.NO_RULE);
        assertThat(POLICY.rule("c", "hub", "repos.get").kind()).isEqualTo(Kind.UNKNOWN_SERVICE);
    }

    @Test
    void neverReachesACredentialActionThroughAPatternOfServices() {
        CompiledPolicy policy = loaded("""
                version: 1
                agents:
                  a: { services: { "git*": { allow: [token.mint] } } }
                  b: { services: { github: { allow: [token.mint] } } }
                """).compile(catalogue(Map.of("github", List.of("!token.mint"))));

        assertThat(POLICY.rule("b", "github", "token.mint").kind()).isEqualTo(Kind.NO_RULE);
        assertThat(policy.rule("a", "github", "token.mint").kind()).isEqualTo(Kind.NO_RULE);
        assertThat(policy.rule("b", "github", "token.mint").kind()).isEqualTo(Kind.ALLOWED);
    }

    @Test
    void refusesCyclesUnknownRolesAndWhatAPatternMayNotHold() {
        assertThat(faults("""
                        version: 1
                        agents:
                          a: { extends: [readr] }
                          "a*": { extends: [reader], budgets: { usd_per_day: 1 } }
                        roles:
                          reader: { extends: [writer] }
                          writer: { extends: [admin] }
                          admin: { extends: [reader, nobody] }
                          self: { extends: [self], keys: [] }
                        """))
                .containsExactly(
                        "p.yaml:3:18: unknown role readr, did you mean reader, expected one of roles",
                        "p.yaml:4:11: extends under the pattern \"a*\", expected only rate_limits, services",
                        "p.yaml:4:30: budgets under the pattern \"a*\", expected only rate_limits, services",
                        "p.yaml:8:22: role reader extends itself through reader, writer, admin",
                        "p.yaml:8:30: unknown role nobody, expected one of roles",
                        "p.yaml:9:21: role self extends itself through self",
                        "p.yaml:9:28: unknown key keys in roles.self, expected one of extends, services");
    }

    @Test
    void refusesMoreRolesThanMayReachAnAgent() {
        StringBuilder text = new StringBuilder("version: 1\nagents: { a: { extends: [r0] } }\nroles:\n");
        for (int i = 0; i < 150; i++) {
            text.append("  r").append(i).append(": { extends: [r").append(i + 1).append("] }\n");
        }

        assertThat(faults(text + "  r150: {}\n"))
                .containsExactly("p.yaml:2:26: 101 roles are extended, expected at most 100");
    }
}
