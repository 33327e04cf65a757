// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.broker.policy.Ruling.Kind;
import dev.seks.schemas.signature.AgentKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeedPolicyTest {
    private static final CompiledPolicy SEED = PolicyText.loaded(PolicyText.seed())
            .compile(PolicyText.catalogue(Map.of(
                    "github",
                    List.of(
                            "repos.list",
                            "repos.get",
                            "issues.list",
                            "repos.create",
                            "repos.delete",
                            "admin.users.list"),
                    "email",
                    List.of("draft.create", "send"))));

    @ParameterizedTest
    @CsvSource(textBlock = """
                    github, repos.list,        ALLOWED,  agents.aeonbyte.services.github.allow[0],             7
                    github, repos.get,         ALLOWED,  agents.aeonbyte.services.github.allow[1],             8
                    github, issues.list,       ALLOWED,  agents.aeonbyte.services.github.allow[2],             9
                    github, repos.delete,      DENIED,   agents.aeonbyte.services.github.deny[0],             11
                    github, admin.users.list,  DENIED,   agents.aeonbyte.services.github.deny[1],             12
                    github, admin.x.not-there, DENIED,   agents.aeonbyte.services.github.deny[1],             12
                    github, repos.create,      APPROVAL, agents.aeonbyte.services.github.require_approval[0], 14
                    email,  draft.create,      ALLOWED,  agents.aeonbyte.services.email.allow[0],             17
                    email,  send,              APPROVAL, agents.aeonbyte.services.email.require_approval[0],  19
                    """)
    void rulesAsItsFileSays(String service, String action, Kind kind, String path, int line) {
        Ruling ruling = SEED.rule("aeonbyte", service, action);

        assertThat(ruling.kind()).isEqualTo(kind);
        assertThat(ruling.rules()).hasSize(1);
        assertThat(ruling.rules().get(0).path()).isEqualTo(path);
        assertThat(ruling.rules().get(0).file()).isEqualTo("p.yaml");
        assertThat(ruling.rules().get(0).line()).isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    nobody,   github, repos.get,       UNKNOWN_AGENT
                    aeonbyte, slack,  repos.get,       UNKNOWN_SERVICE
                    aeonbyte, github, admin,           NO_RULE
                    aeonbyte, github, administrator.x, NO_RULE
                    aeonbyte, github, repos,           NO_RULE
                    aeonbyte, github, repos.get.all,   NO_RULE
                    aeonbyte, email,  repos.get,       NO_RULE
                    aeonbyte, email,  draft,           NO_RULE
                    AEONBYTE, github, repos.get,       UNKNOWN_AGENT
                    """)
    void permitsNothingThatItDoesNotName(String agent, String service, String action, Kind kind) {
        assertThat(SEED.rule(agent, service, action)).isEqualTo(Ruling.plain(kind, List.of()));
    }

    @Test
    void limitsTheDomainAndEachAgent() {
        assertThat(SEED.limits("aeonbyte", "github", "repos.get"))
                .isEqualTo(new LimitSet(
                        List.of(new LimitRule(
                                "rate_limits.global.requests_per_minute",
                                Scope.GLOBAL,
                                "global",
                                Unit.REQUESTS,
                                100,
                                60_000)),
                        List.of(new LimitRule(
                                "rate_limits.per_agent.requests_per_minute",
                                Scope.AGENT,
                                "agent/aeonbyte",
                                Unit.REQUESTS,
                                30,
                                60_000)),
                        List.of(),
                        List.of()));
    }

    @Test
    void hasTheBuiltInDefaults() {
        assertThat(SEED.domain()).isEqualTo("default");
        assertThat(SEED.executeWithin()).isEqualTo(Duration.ofMinutes(2));
        assertThat(SEED.grantBounds()).isEqualTo(new GrantBounds(Duration.ofMinutes(15), 20));
        assertThat(SEED.rule("aeonbyte", "github", "repos.create").approval())
                .isEqualTo(new ApprovalTerms(
                        List.of(new Requirement(List.of("operators"), 1)),
                        Duration.ofMinutes(15),
                        Assurance.CHAT,
                        true));
        assertThat(SEED.owner("aeonbyte")).isEmpty();
        assertThat(SEED.signers().holds(new AgentKeys.Name("aeonbyte", 1))).isTrue();
        assertThat(SEED.signers().holds(new AgentKeys.Name("aeonbyte", 2))).isFalse();
        assertThat(SEED.signers().holds(new AgentKeys.Name("bot", 1))).isTrue();
        assertThat(SEED.findings()).isEmpty();
    }

    @Test
    void isTheExampleThatWeShip() throws IOException {
        assertThat(Path.of("../examples/seks-policy.yaml")).hasContent(PolicyText.seed());
        assertThat(Files.size(Path.of("../examples/seks-policy.yaml"))).isPositive();
    }
}
