// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.record.ApproverGroup;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.EscalatedRequest;
import dev.seks.schemas.record.Escalation;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is asked too about a request that nobody has decided for some time. */
class EscalationTest {
    private static final String SITE = "{\"name\":\"site\"}";
    private static final String DESK_THEN_LEADS =
            "{ action: repos.create, approvers: desk, expires_in: 30m," + " escalate: { after: 10m, to: leads } }";
    private static final String BOTH_THEN_LEADS =
            "{ action: repos.create, approvers: [desk, security], expires_in: 30m,"
                    + " escalate: { after: 10m, to: leads } }";

    @Test
    void asksMorePeopleOnceAfterItsTime() {
        Story story = story(DESK_THEN_LEADS);
        Instant start = story.now();
        Decision first = create(story);
        assertThat(escalation(first))
                .isEqualTo(new Escalation(List.of("leads"), start.plus(Duration.ofMinutes(10)), false));
        assertThat(first.getExplanation()).endsWith("1 of desk");
        assertThat(asked(first)).containsExactly("desk");

        story.after(Duration.ofMinutes(10).minusMillis(1)).tick();
        assertThat(story.lastEntry().getExplanation()).isEqualTo("nothing was due");
        story.after(Duration.ofMillis(1)).tick();

        Decision second = story.lastDecision();
        assertThat(second)
                .returns(Outcome.PENDING, Decision::getOutcome)
                .returns(Reason.APPROVAL_REQUIRED, Decision::getReason)
                .returns(first.getRequest(), Decision::getRequest)
                .returns(first.getRequestDigest(), Decision::getRequestDigest)
                .returns(
                        "0 of 1 approvals are given; asked too since " + story.now() + ": leads",
                        Decision::getExplanation);
        assertThat(second.getApproval().getApprovers())
                .containsExactly(
                        new ApproverGroup("desk", List.of("ann", "bob")),
                        new ApproverGroup("leads", List.of("lea", "leo")));
        assertThat(second.getApproval().getQuorum()).isEqualTo(1);
        assertThat(second.getApproval().getExpiresAt()).isEqualTo(start.plus(Duration.ofMinutes(30)));
        assertThat(escalation(second)).isEqualTo(new Escalation(List.of("leads"), story.now(), true));
        assertThat(story.lastEntry())
                .returns(
                        List.of(new EscalatedRequest(
                                first.getRequestId(), "aeonbyte", first.getRequestDigest(), List.of("leads"))),
                        JournalEntry::getEscalated);

        story.after(Duration.ofMinutes(1)).tick();
        assertThat(story.lastEntry())
                .returns("nothing was due", JournalEntry::getExplanation)
                .returns(null, JournalEntry::getEscalated);
        assertThat(story.count(Topic.PENDING)).isEqualTo(2);
    }

    @Test
    void letsWhoIsAskedLaterDecideOnlyThen() {
        Story story = story(DESK_THEN_LEADS);
        Decision waiting = create(story);

        story.after(Duration.ofMinutes(10)).say(waiting, "lea", VerdictChoice.APPROVE);
        assertThat(story.lastEntry())
                .returns("the verdict of lea is void: not among those who were asked", JournalEntry::getExplanation);
        assertThat(story.lastEntry().getOutcomes()).isEmpty();

        story.tick();
        story.say(waiting, "lea", VerdictChoice.APPROVE);
        assertThat(story.lastDecision())
                .returns(Outcome.APPROVED, Decision::getOutcome)
                .returns("approved by lea", Decision::getExplanation);
    }

    @Test
    void keepsAskingWhoWasAskedAndEndsByOneDenialOfAnybody() {
        Story story = story(DESK_THEN_LEADS);
        Decision one = create(story);
        Decision two = create(story);
        story.after(Duration.ofMinutes(10)).tick();

        story.say(one, "ann", VerdictChoice.APPROVE);
        assertThat(story.lastDecision().getOutcome()).isEqualTo(Outcome.APPROVED);
        story.say(two, "leo", VerdictChoice.DENY);
        assertThat(story.lastDecision().getReason()).isEqualTo(Reason.DENIED_BY_PERSON);
    }

    /** Two people stay two people, each seat is taken once, and what was said before still counts. */
    @Test
    void needsNoFewerPeople() {
        Story story = story(BOTH_THEN_LEADS);
        Decision waiting = create(story);
        story.say(waiting, "ann", VerdictChoice.APPROVE);
        story.after(Duration.ofMinutes(10)).tick();
        assertThat(story.lastDecision())
                .returns(Outcome.PENDING, Decision::getOutcome)
                .returns(2, decision -> decision.getApproval().getQuorum());
        assertThat(story.lastDecision().getExplanation()).startsWith("1 of 2 approvals are given; asked too since");

        story.say(waiting, "bob", VerdictChoice.APPROVE);
        assertThat(story.lastDecision())
                .as("both of the desk, and nobody for security")
                .returns(Outcome.PENDING, Decision::getOutcome);
        story.say(waiting, "lea", VerdictChoice.APPROVE);
        assertThat(story.lastDecision().getOutcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void letsTwoWhoAreAskedLaterTakeBothSeats() {
        Story story = story(BOTH_THEN_LEADS);
        Decision waiting = create(story);
        story.after(Duration.ofMinutes(10)).tick();

        story.say(waiting, "lea", VerdictChoice.APPROVE);
        assertThat(story.lastDecision().getOutcome()).isEqualTo(Outcome.PENDING);
        story.say(waiting, "leo", VerdictChoice.APPROVE);
        assertThat(story.lastDecision().getOutcome()).isEqualTo(Outcome.APPROVED);
    }

    /** Another rule that does not escalate keeps its seat to its own group. */
    @Test
    void opensOnlyTheSeatsOfTheRuleThatSaysSo() {
        Story story = story(DESK_THEN_LEADS, "{ action: \"repos.*\", approvers: security, expires_in: 30m }");
        Decision waiting = create(story);
        story.after(Duration.ofMinutes(10)).tick();

        story.say(waiting, "lea", VerdictChoice.APPROVE);
        story.say(waiting, "leo", VerdictChoice.APPROVE);
        assertThat(story.lastDecision()).returns(Outcome.PENDING, Decision::getOutcome);
        story.say(waiting, "sue", VerdictChoice.APPROVE);
        assertThat(story.lastDecision().getOutcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void escalatesWhatTwoRulesAskForOnlyWhereBothDo() {
        Story story = story(DESK_THEN_LEADS, "{ action: \"repos.*\", approvers: desk, expires_in: 30m }");
        Decision waiting = create(story);

        assertThat(escalation(waiting)).isNull();
        assertThat(story.after(Duration.ofMinutes(10)).state.escalating(Story.DOMAIN, story.now(), 9))
                .isEmpty();
    }

    @Test
    void leavesOutTheOwnerOfTheAgent() {
        Story story = Story.withPolicy(policy(DESK_THEN_LEADS).replace("aeonbyte:", "aeonbyte:\n    owner: lea"));
        Decision waiting = create(story);
        story.after(Duration.ofMinutes(10)).tick();
        assertThat(story.lastDecision().getApproval().getApprovers().get(1).getPeople())
                .containsExactly("leo");

        story.say(waiting, "lea", VerdictChoice.APPROVE);
        assertThat(story.lastEntry().getExplanation()).contains("not among those who were asked");
    }

    /** One who is of both sits for the other seat when somebody else was there first. */
    @Test
    void approvesWhereWhatWasSaidBeforeIsEnoughThen() {
        Story story = Story.withPolicy(
                policy("{ action: repos.create, approvers: [desk, security], quorum: 2, expires_in: 30m,"
                                + " escalate: { after: 10m, to: leads } }")
                        .replace("leads: [lea, leo]", "leads: [bob]"));
        Decision waiting = create(story);
        story.say(waiting, "ann", VerdictChoice.APPROVE);
        story.say(waiting, "bob", VerdictChoice.APPROVE);
        assertThat(story.lastDecision().getOutcome()).isEqualTo(Outcome.PENDING);

        story.after(Duration.ofMinutes(10)).tick();

        assertThat(story.lastDecision())
                .returns(Outcome.APPROVED, Decision::getOutcome)
                .returns("approved by ann, bob", Decision::getExplanation);
    }

    @Test
    void expiresAllTheSame() {
        Story story = story(DESK_THEN_LEADS);
        create(story);
        story.after(Duration.ofMinutes(31)).tick();

        assertThat(story.lastDecision().getReason()).isEqualTo(Reason.APPROVAL_EXPIRED);
        assertThat(story.lastEntry().getEscalated()).isNull();
        assertThat(story.count(Topic.PENDING)).isEqualTo(1);
    }

    @Test
    void followsAPolicyThatNoLongerEscalates() {
        Story story = story(DESK_THEN_LEADS);
        Decision waiting = create(story);
        String strict = DESK_THEN_LEADS.replace(", escalate: { after: 10m, to: leads }", "");

        story.activate(2, policy(strict), List.of("ann"));
        assertThat(escalation(story.lastDecision())).isNull();
        int pending = story.count(Topic.PENDING);
        story.after(Duration.ofMinutes(10)).tick();
        assertThat(story.count(Topic.PENDING)).isEqualTo(pending);

        story.say(waiting, "lea", VerdictChoice.APPROVE);
        assertThat(story.lastEntry().getExplanation()).contains("not among those who were asked");
    }

    @Test
    void countsNoMoreWhoIsAskedNoMoreByANewPolicy() {
        Story story = story(BOTH_THEN_LEADS);
        Decision waiting = create(story);
        story.after(Duration.ofMinutes(10)).tick();
        story.say(waiting, "lea", VerdictChoice.APPROVE);

        story.activate(2, policy(BOTH_THEN_LEADS.replace("to: leads", "to: others")), List.of("ann"));

        assertThat(story.lastDecision())
                .returns(Outcome.PENDING, Decision::getOutcome)
                .returns("0 of 2 approvals are given", Decision::getExplanation);
        assertThat(asked(story.lastDecision())).containsExactly("desk", "security");
    }

    @Test
    void isNotBegunByANewPolicyForWhatWaitsAlready() {
        Story story = story(DESK_THEN_LEADS.replace(", escalate: { after: 10m, to: leads }", ""));
        create(story);

        story.activate(2, policy(DESK_THEN_LEADS), List.of("ann"));
        assertThat(story.lastEntry().getOutcomes()).isEmpty();
        story.after(Duration.ofMinutes(10)).tick();

        assertThat(story.lastEntry().getExplanation()).isEqualTo("nothing was due");
    }

    @Test
    void comesNoSoonerAndIsDoneOnceOverPolicies() {
        Story story = story(DESK_THEN_LEADS);
        create(story);
        story.activate(2, policy(DESK_THEN_LEADS.replace("after: 10m", "after: 5m")), List.of("ann"));
        assertThat(story.lastEntry().getOutcomes()).isEmpty();
        story.activate(3, policy(DESK_THEN_LEADS.replace("after: 10m", "after: 12m")), List.of("ann"));
        story.after(Duration.ofMinutes(11)).tick();
        assertThat(story.lastEntry().getExplanation()).isEqualTo("nothing was due");
        story.after(Duration.ofMinutes(1)).tick();
        assertThat(asked(story.lastDecision())).containsExactly("desk", "leads");

        story.activate(4, policy(DESK_THEN_LEADS.replace("after: 10m", "after: 20m")), List.of("ann"));
        assertThat(story.lastEntry().getOutcomes()).isEmpty();
        story.after(Duration.ofMinutes(8)).tick();
        assertThat(story.lastEntry().getExplanation()).isEqualTo("nothing was due");
    }

    @Test
    void isHeldAgainstThePolicyInForceWhenItComes() {
        Story story = story(DESK_THEN_LEADS);
        create(story);
        for (int i = 0; i < PolicyDecider.MAX_REVIEWED; i++) {
            create(story);
        }
        story.activate(2, policy("{ action: nothing, approvers: desk }"), List.of("ann"));
        // the last ones were not looked at when the policy changed
        long open = story.state.open(Story.DOMAIN, 5_000).size();
        assertThat(open).isEqualTo(1);

        story.after(Duration.ofMinutes(10)).tick();

        assertThat(story.lastDecision().getReason()).isEqualTo(Reason.NO_RULE);
        assertThat(story.lastEntry().getEscalated()).isNull();
    }

    /** Whoever is asked later is not who gives the same for some time. */
    @Test
    void givesNoGrantByWhoWasAskedLater() {
        Story story = story(DESK_THEN_LEADS);
        Decision waiting = create(story);
        story.after(Duration.ofMinutes(10)).tick();

        story.offer(waiting, "lea", Duration.ofMinutes(5), 2);

        assertThat(story.lastDecision())
                .returns(Outcome.APPROVED, Decision::getOutcome)
                .returns(null, Decision::getGrant)
                .returns(
                        "approved by lea; no grant is given with it: it takes people who were asked from the first",
                        Decision::getExplanation);
        assertThat(create(story).getOutcome()).isEqualTo(Outcome.PENDING);
    }

    @Test
    void bringsManyBeforeMorePeopleInTurn() {
        Story story = story(DESK_THEN_LEADS);
        for (int i = 0; i < TickDecider.MAX_ESCALATED + 5; i++) {
            create(story);
        }
        story.after(Duration.ofMinutes(10)).tick();
        assertThat(story.lastEntry().getEscalated()).hasSize(TickDecider.MAX_ESCALATED);
        story.tick();
        assertThat(story.lastEntry().getEscalated()).hasSize(5);
        story.tick();
        assertThat(story.lastEntry().getExplanation()).isEqualTo("nothing was due");
    }

    private static Decision create(Story story) {
        return story.ask("github", "repos.create", SITE);
    }

    private static Escalation escalation(Decision decision) {
        return decision.getApproval().getRequirements().get(0).getEscalation();
    }

    private static List<String> asked(Decision decision) {
        return decision.getApproval().getApprovers().stream()
                .map(ApproverGroup::getGroup)
                .toList();
    }

    private static Story story(String... rules) {
        return Story.withPolicy(policy(rules));
    }

    private static String policy(String... rules) {
        return """
                version: 1
                defaults: { max_open_approvals: 10000 }
                people: { ann: {}, bob: {}, sue: {}, lea: {}, leo: {}, pat: {} }
                groups: { desk: [ann, bob], security: [sue], leads: [lea, leo], others: [pat] }
                agents:
                  aeonbyte:
                    services:
                      github:
                        require_approval:
                          - %s
                """.formatted(String.join("\n          - ", rules));
    }
}
