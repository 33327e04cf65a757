// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import static dev.seks.broker.policy.PolicyText.catalogue;
import static dev.seks.broker.policy.PolicyText.loaded;
import static dev.seks.broker.policy.PolicyText.withRules;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.broker.policy.Ruling.Kind;
import dev.seks.schemas.catalogue.ActionCatalogue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompiledPolicyTest {

    @Test
    void namesEveryDeterminingRuleInTheOrderOfTheFile() {
        CompiledPolicy policy = loaded(
                        withRules("deny: [x.c]", "allow: [\"*\", x.a, \"x.*\"]", "require_approval: [x.b, \"*b\"]"))
                .compile(ActionCatalogue.empty());

        assertThat(policy.rule("a", "s", "x.a").rules())
                .extracting(Rule::path)
                .containsExactly(
                        "agents.a.services.s.allow[0]", "agents.a.services.s.allow[1]", "agents.a.services.s.allow[2]");
        assertThat(policy.rule("a", "s", "x.b").kind()).isEqualTo(Kind.APPROVAL);
        assertThat(policy.rule("a", "s", "x.b").rules())
                .extracting(Rule::pattern)
                .containsExactly("x.b", "*b");
        assertThat(policy.rule("a", "s", "x.c").kind()).isEqualTo(Kind.DENIED);
    }

    @Test
    void allowsACredentialActionOnlyByItsExactName() {
        ActionCatalogue catalogue = catalogue(Map.of("s", List.of("!token.mint", "token.list")));

        CompiledPolicy wild = loaded(withRules("allow: [\"token.*\"]")).compile(catalogue);
        CompiledPolicy asking = loaded(withRules("require_approval: [\"*\"]", "allow: [token.mint]"))
                .compile(catalogue);
        CompiledPolicy denying =
                loaded(withRules("allow: [token.mint]", "deny: [\"*.mint\"]")).compile(catalogue);

        assertThat(wild.rule("a", "s", "token.mint").kind()).isEqualTo(Kind.NO_RULE);
        assertThat(wild.rule("a", "s", "token.list").kind()).isEqualTo(Kind.ALLOWED);
        assertThat(asking.rule("a", "s", "token.mint").kind()).isEqualTo(Kind.ALLOWED);
        assertThat(denying.rule("a", "s", "token.mint").kind()).isEqualTo(Kind.DENIED);
    }

    @Test
    void unitesTheLimitsOfAllLevels() {
        CompiledPolicy policy = loaded("""
                        version: 1
                        domain: acme
                        agents:
                          a: { services: { s: {}, t: {} }, rate_limits: { requests_per_minute: 10 } }
                          b: { services: { s: {} } }
                        rate_limits:
                          global: { requests_per_day: 5, requests_per_second: 1 }
                          per_agent: { requests_per_minute: 30 }
                          per_service: { s: { requests_per_hour: 60 } }
                        """).compile(ActionCatalogue.empty());
        LimitRule second = new LimitRule("rate_limits.global.requests_per_second", Scope.GLOBAL, "global", 1, 1_000);
        LimitRule day = new LimitRule("rate_limits.global.requests_per_day", Scope.GLOBAL, "global", 5, 86_400_000);
        LimitRule perAgent =
                new LimitRule("rate_limits.per_agent.requests_per_minute", Scope.AGENT, "agent/a", 30, 60_000);
        LimitRule own = new LimitRule("agents.a.rate_limits.requests_per_minute", Scope.AGENT, "agent/a", 10, 60_000);
        LimitRule service =
                new LimitRule("rate_limits.per_service.s.requests_per_hour", Scope.SERVICE, "service/s", 60, 3_600_000);

        assertThat(policy.limits("a", "s", "x")).containsExactly(second, day, perAgent, own, service);
        assertThat(policy.limits("a", "t", "x")).containsExactly(second, day, perAgent, own);
        assertThat(policy.limits("b", "s", "x")).hasSize(4).contains(service);
        assertThat(policy.domain()).isEqualTo("acme");
    }

    @Test
    void findsWhatIsMostLikelyNotMeant() {
        String text = """
                version: 1
                agents:
                  a:
                    services:
                      s:
                        allow: ["repos.gett", "repos.get", "token.*"]
                        deny: ["admin.*"]
                      t:
                        require_approval: ["x"]
                    rate_limits: { requests_per_minute: 60 }
                rate_limits: { per_agent: { requests_per_minute: 30 } }
                """;

        List<Finding> findings = loaded(text)
                .compile(catalogue(Map.of("s", List.of("repos.get", "!token.mint"))))
                .findings();

        assertThat(findings)
                .extracting(Finding::toString)
                .containsExactly(
                        "p.yaml:6:17: warning: \"repos.gett\" reaches no action of s, did you mean repos.get",
                        "p.yaml:6:44: warning: \"token.*\" reaches only credential actions, which a wildcard never allows",
                        "p.yaml:7:16: note: \"admin.*\" reaches no action of s",
                        "p.yaml:9:28: warning: \"x\" reaches no action, the catalogue has no service t",
                        "p.yaml:10:41: warning: agents.a.rate_limits.requests_per_minute is 60, but"
                                + " rate_limits.per_agent.requests_per_minute of 30 holds too");
    }
}
