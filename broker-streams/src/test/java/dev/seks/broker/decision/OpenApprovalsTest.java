// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.ControlKind;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.GrantAsk;
import dev.seks.schemas.record.LimitUse;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.topic.Topic;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How many requests of one agent may wait for people at once. */
class OpenApprovalsTest {
    private static final String SITE = "{\"name\":\"site\"}";
    private static final String REPO = "{\"owner\":\"acme\",\"repo\":\"site\"}";
    private static final Map<String, BiConsumer<Story, Decision>> ENDS = ends();

    @Test
    void deniesOneMoreThanMayWaitAndTakesOfNoLimit() {
        Story story = Story.withPolicy(policy(2));
        Decision first = create(story);
        story.after(Duration.ofMinutes(1));
        create(story);

        Decision third = create(story);

        assertThat(third)
                .returns(Outcome.DENIED, Decision::getOutcome)
                .returns(Reason.RATE_LIMITED, Decision::getReason)
                .returns(List.of(), Decision::getLimits)
                .returns(840_000L, Decision::getRetryAfterMs)
                .returns("agents.aeonbyte.services.github.require_approval[0]", Decision::getRule)
                .returns(
                        "2 of 2 requests of this agent wait for people already (defaults.max_open_approvals); there is room"
                                + " when one of them is decided, at the latest in 840000 ms",
                        Decision::getExplanation);
        assertThat(third.getApproval()).isNull();
        assertThat(story.count(Topic.PENDING)).isEqualTo(2);
        assertThat(story.ask("github", "repos.get", REPO).getLimits())
                .extracting(LimitUse::getUsed)
                .containsExactly(2L);
        assertThat(first.getApproval().getExpiresAt()).isEqualTo(story.now().plusMillis(840_000));
    }

    @Test
    void hasFiftyWaitWhereAPolicyDoesNotSay() {
        Story story = Story.withPolicy(policy(2).replace("defaults: { max_open_approvals: 2 }", "defaults: {}"));
        for (int i = 0; i < 50; i++) {
            assertThat(create(story).getOutcome()).isEqualTo(Outcome.PENDING);
        }

        assertThat(create(story).getExplanation()).startsWith("50 of 50 requests of this agent wait");
    }

    @Test
    void countsEachAgentByItself() {
        Story story = Story.withPolicy(policy(1));
        create(story);

        assertThat(story.ask(other(story)).getOutcome()).isEqualTo(Outcome.PENDING);
        assertThat(story.ask(other(story)).getReason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(create(story).getReason()).isEqualTo(Reason.RATE_LIMITED);
    }

    @Test
    void letsPassWhatAsksNobody() {
        Story story = Story.withPolicy(policy(1));
        Decision waiting = create(story);
        story.offer(waiting, "ann", Duration.ofMinutes(5), 3);
        story.ask("github", "repos.create", "{\"name\":\"else\"}");

        assertThat(story.ask("github", "repos.get", REPO).getReason()).isEqualTo(Reason.ALLOWED_BY_RULE);
        assertThat(create(story).getReason()).isEqualTo(Reason.ALLOWED_BY_GRANT);
        assertThat(story.ask("github", "repos.create", "{\"name\":\"third\"}").getReason())
                .isEqualTo(Reason.RATE_LIMITED);
    }

    @Test
    void answersARepeatOfWhatWaitsAsAtFirst() {
        Story story = Story.withPolicy(policy(1));
        CapabilityRequest request =
                story.aRequest("github", "repos.create", SITE).build();
        Decision first = story.ask(request);
        int decisions = story.decisions.size();

        story.ask(request);

        assertThat(story.decisions).hasSize(decisions);
        assertThat(story.lastEntry().getOutcomes())
                .singleElement()
                .returns(Outcome.PENDING, outcome -> outcome.getOutcome())
                .returns(first.getSeq(), outcome -> outcome.getFirstSeq());
    }

    @Test
    void countsARequestThatAsksForAGrant() {
        Story story = Story.withPolicy(policy(1));
        create(story);

        Decision asking = story.ask(story.aRequest("github", "repos.create", SITE)
                .setGrant(new GrantAsk(List.of("repos.create"), null, 60_000L, 2)));

        assertThat(asking.getReason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(asking.getExplanation()).contains("defaults.max_open_approvals");
    }

    @Test
    void countsAnApprovalThatIsHalfGivenOnce() {
        Story story = Story.withPolicy(policy(2).replace("repos.create\", quorum: 1", "repos.create\", quorum: 2"));
        Decision waiting = create(story);
        story.say(waiting, "ann", VerdictChoice.APPROVE);
        assertThat(story.lastDecision().getOutcome()).isEqualTo(Outcome.PENDING);

        assertThat(create(story).getOutcome()).isEqualTo(Outcome.PENDING);
        assertThat(create(story).getReason()).isEqualTo(Reason.RATE_LIMITED);
        story.say(waiting, "bob", VerdictChoice.APPROVE);
        assertThat(create(story).getOutcome()).isEqualTo(Outcome.PENDING);
        assertThat(create(story).getReason()).isEqualTo(Reason.RATE_LIMITED);
    }

    @Test
    void endsNothingWhenANewPolicyLetsFewerWait() {
        Story story = Story.withPolicy(policy(3));
        create(story);
        create(story);

        story.activate(2, policy(1), List.of("ann"));
        assertThat(story.lastEntry().getOutcomes()).isEmpty();
        assertThat(create(story).getExplanation()).startsWith("2 of 1 requests");

        story.activate(3, policy(3), List.of("ann"));
        assertThat(create(story).getOutcome()).isEqualTo(Outcome.PENDING);
        assertThat(create(story).getReason()).isEqualTo(Reason.RATE_LIMITED);
    }

    /** However a wait ends, it makes room for one more, and for one only. */
    @ParameterizedTest
    @MethodSource("endings")
    void hasRoomForOneMoreWhenAWaitEnds(String ending) {
        Story story = Story.withPolicy(policy(2));
        Decision first = create(story);
        story.after(Duration.ofSeconds(1));
        create(story);
        assertThat(create(story).getReason()).isEqualTo(Reason.RATE_LIMITED);

        ENDS.get(ending).accept(story, first);

        assertThat(create(story)).as(ending).returns(Outcome.PENDING, Decision::getOutcome);
        assertThat(create(story)).as(ending).returns(Reason.RATE_LIMITED, Decision::getReason);
    }

    static Stream<String> endings() {
        return ENDS.keySet().stream();
    }

    private static Map<String, BiConsumer<Story, Decision>> ends() {
        Map<String, BiConsumer<Story, Decision>> ends = new LinkedHashMap<>();
        ends.put("approved", (story, waiting) -> story.say(waiting, "ann", VerdictChoice.APPROVE));
        ends.put("denied", (story, waiting) -> story.say(waiting, "ann", VerdictChoice.DENY));
        ends.put(
                "expired by a tick",
                (story, waiting) ->
                        story.after(Duration.ofMinutes(15).minusSeconds(1)).tick());
        ends.put(
                "expired when a verdict came",
                (story, waiting) ->
                        story.after(Duration.ofMinutes(15).minusSeconds(1)).say(waiting, "ann", VerdictChoice.APPROVE));
        ends.put(
                "cancelled",
                (story, waiting) -> story.order(ControlKind.CANCEL, null, null, waiting.getRequestDigest()));
        ends.put("denied by a new policy", (story, waiting) -> {
            // the other one is asked for elsewhere, and stays
            story.activate(
                    2,
                    policy(2)
                            .replace(
                                    "deny: []",
                                    "deny: [{ action: repos.create, when: 'now == timestamp(\""
                                            + waiting.getRequestCoordinates().getAppendTime() + "\")' }]"),
                    List.of("ann"));
        });
        return ends;
    }

    @Test
    void hasRoomForAllWhenTheAgentIsFrozenAndFreeAgain() {
        Story story = Story.withPolicy(policy(2));
        create(story);
        create(story);

        story.order(ControlKind.FREEZE, "aeonbyte", null, null);
        story.after(Duration.ofSeconds(1)).order(ControlKind.UNFREEZE, "aeonbyte", null, null);

        assertThat(create(story).getOutcome()).isEqualTo(Outcome.PENDING);
        assertThat(create(story).getOutcome()).isEqualTo(Outcome.PENDING);
        assertThat(create(story).getReason()).isEqualTo(Reason.RATE_LIMITED);
    }

    private static Decision create(Story story) {
        return story.ask("github", "repos.create", SITE);
    }

    private static CapabilityRequest.Builder other(Story story) {
        return story.aRequest("github", "repos.create", SITE).setAgent("other");
    }

    private static String policy(int most) {
        return """
                version: 1
                defaults: { max_open_approvals: %d }
                people: { ann: {}, bob: {} }
                groups: { desk: [ann, bob] }
                agents:
                  aeonbyte:
                    services:
                      github:
                        allow: ["repos.get"]
                        deny: []
                        require_approval:
                          - { action: "repos.create", quorum: 1, approvers: desk }
                  other:
                    services:
                      github:
                        require_approval:
                          - { action: "repos.create", approvers: desk }
                rate_limits: { per_agent: { requests_per_hour: 1000 } }
                """.formatted(most);
    }
}
