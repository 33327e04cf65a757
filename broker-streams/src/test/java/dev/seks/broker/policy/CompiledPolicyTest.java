// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import static dev.seks.broker.policy.PolicyText.catalogue;
import static dev.seks.broker.policy.PolicyText.loaded;
import static dev.seks.broker.policy.PolicyText.withRules;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.seks.broker.policy.Ruling.Kind;
import dev.seks.schemas.catalogue.ActionCatalogue;
import java.lang.management.ManagementFactory;
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
    void allocatesNothingWhereTheRulesOfOnePlaceDecide() {
        CompiledPolicy policy = loaded("""
                        version: 1
                        agents: { a: { extends: [r, q], services: { s: { allow: ["x.*"] } } } }
                        roles: { r: { services: { s: { deny: ["y.*"] } } }, q: { services: { s: { require_approval: ["z"] } } } }
                        """).compile(catalogue(Map.of("s", List.of("x.a", "y.a", "z", "w"))));
        List<String> actions = List.of("x.a", "y.a", "z", "w");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int asked = 10_000;

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < asked; i++) {
            policy.rule("a", "s", actions.get(i % actions.size()));
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // less than a byte for each is what the measuring itself allocates
        assertThat(allocated).isLessThan(asked);
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
    void givesEachLevelItsOwnCounts() {
        CompiledPolicy policy = loaded("""
                        version: 1
                        domain: acme
                        agents:
                          a: { services: { s: {}, t: {} }, rate_limits: { requests_per_minute: 10 }, budgets: { usd_per_day: 2.5 } }
                          b: { services: { s: {} } }
                          "b*": { rate_limits: { requests_per_hour: 7 } }
                        rate_limits:
                          global: { requests_per_day: 5, requests_per_second: 1 }
                          per_agent: { requests_per_minute: 30 }
                          per_service: { s: { requests_per_hour: 60 }, "*": { requests_per_day: 9 } }
                          per_action: { "s.x": { requests_per_day: 3 }, "*.x": { requests_per_hour: 2 } }
                        budgets:
                          global: { usd_per_day: 100 }
                        """).compile(ActionCatalogue.empty());

        assertThat(told(policy.limits("a", "s", "x").global()))
                .containsExactly("global 1/1000", "global 5/86400000", "usd/global 100000000/86400000");
        assertThat(told(policy.limits("a", "s", "x").ofAgent()))
                .containsExactly("agent/a 30/60000", "agent/a 10/60000", "usd/agent/a 2500000/86400000");
        assertThat(told(policy.limits("b", "s", "x").ofAgent()))
                .containsExactly("agent/b 30/60000", "agent/b 7/3600000");
        assertThat(told(policy.limits("a", "s", "x").ofService()))
                .containsExactly("service/s 60/3600000", "service/s 9/86400000");
        assertThat(told(policy.limits("a", "t", "x").ofService())).containsExactly("service/t 9/86400000");
        assertThat(told(policy.limits("a", "u", "x").ofService())).containsExactly("service/u 9/86400000");
        assertThat(told(policy.limits("a", "s", "x").ofAction()))
                .containsExactly("action/s.x 3/86400000", "action/s.x 2/3600000");
        assertThat(told(policy.limits("a", "t", "x").ofAction())).containsExactly("action/t.x 2/3600000");
        assertThat(policy.limits("a", "s", "y").ofAction()).isEmpty();
        assertThat(policy.domain()).isEqualTo("acme");
    }

    private static List<String> told(List<LimitRule> limits) {
        return limits.stream()
                .map(limit -> limit.key() + " " + limit.max() + "/" + limit.windowMs())
                .toList();
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
                        "p.yaml:9:28: warning: \"x\" reaches no action, the catalogue has no service t");
    }
}
