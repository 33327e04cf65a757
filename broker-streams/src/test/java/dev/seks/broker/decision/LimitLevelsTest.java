// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.LimitUse;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits and budgets of every level, from the policy's text to the decision. */
class LimitLevelsTest {
    private static final String REPO = "{\"owner\":\"acme\",\"repo\":\"site\"}";
    private static final String CREATE = "{\"name\":\"site\"}";
    private static final String AGENTS = """
            version: 1
            agents:
              aeonbyte: { services: { github: { allow: ["*"] } } }
              bob: { services: { github: { allow: ["*"] } } }
            """;

    @Test
    void countsOneServiceOverAllAgents() {
        Story story =
                Story.withPolicy(AGENTS + "rate_limits: { per_service: { github: { requests_per_minute: 2 } } }\n");

        assertThat(story.ask("github", "repos.list", "{}").getOutcome()).isEqualTo(Outcome.APPROVED);
        assertThat(asBob(story, "repos.list", "{}").getOutcome()).isEqualTo(Outcome.APPROVED);
        Decision third = story.ask("github", "repos.get", REPO);

        assertThat(third.getReason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(third.getLimits())
                .containsExactly(new LimitUse(
                        "rate_limits.per_service.github.requests_per_minute", "service/github", 2L, 2L, 60_000L, 1L));
        assertThat(third.getRetryAfterMs()).isBetween(60_000L, 60_999L);
    }

    @Test
    void countsEachActionThatAPatternMatchesByItself() {
        Story story = Story.withPolicy(
                AGENTS + "rate_limits: { per_action: { \"github.repos.*\": { requests_per_hour: 1 } } }\n");

        assertThat(story.ask("github", "repos.list", "{}").getOutcome()).isEqualTo(Outcome.APPROVED);
        assertThat(story.ask("github", "repos.get", REPO).getOutcome()).isEqualTo(Outcome.APPROVED);
        assertThat(asBob(story, "repos.list", "{}").getReason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(story.after(Duration.ofMinutes(61))
                        .ask("github", "repos.list", "{}")
                        .getOutcome())
                .isEqualTo(Outcome.APPROVED);
    }

    @Test
    void takesWhatAnActionCostsFromEveryBudgetTogether() {
        Story story =
                Story.withPolicy(AGENTS.replace("bob: { services", "bob: { budgets: { usd_per_hour: 0.25 }, services")
                        + "budgets: { global: { usd_per_day: 0.6 } }\n");

        assertThat(asBob(story, "repos.create", CREATE).getLimits())
                .containsExactly(
                        new LimitUse("budgets.global.usd_per_day", "usd/global", 0L, 600_000L, 86_400_000L, 250_000L),
                        new LimitUse(
                                "agents.bob.budgets.usd_per_hour",
                                "usd/agent/bob",
                                0L,
                                250_000L,
                                3_600_000L,
                                250_000L));
        Decision second = asBob(story, "repos.create", CREATE);
        assertThat(second.getReason()).isEqualTo(Reason.BUDGET_EXCEEDED);
        assertThat(second.getRetryAfterMs()).isBetween(3_600_000L, 3_660_000L);
        assertThat(story.ask("github", "repos.create", CREATE).getOutcome()).isEqualTo(Outcome.APPROVED);
        Decision third = story.ask("github", "repos.create", CREATE);
        assertThat(third.getReason()).isEqualTo(Reason.BUDGET_EXCEEDED);
        assertThat(third.getExplanation())
                .startsWith("0.5 of 0.6 USD in 86400000 ms are used (budgets.global.usd_per_day)");
        assertThat(story.ask("github", "repos.list", "{}").getLimits()).isEmpty();
    }

    @Test
    void keepsWhatRanWhenANewPolicyLowersABudget() {
        Story story = Story.withPolicy(AGENTS + "budgets: { global: { usd_per_day: 10 } }\n");
        story.ask("github", "repos.create", CREATE);

        story.activate(2, AGENTS + "budgets: { global: { usd_per_day: 0.4 } }\n", List.of("ann"));

        assertThat(story.ask("github", "repos.create", CREATE).getReason()).isEqualTo(Reason.BUDGET_EXCEEDED);
        assertThat(story.ask("github", "repos.list", "{}").getOutcome()).isEqualTo(Outcome.APPROVED);
    }

    private static Decision asBob(Story story, String action, String params) {
        CapabilityRequest.Builder request =
                story.aRequest("github", action, params).setAgent("bob");
        return story.ask(request);
    }
}
