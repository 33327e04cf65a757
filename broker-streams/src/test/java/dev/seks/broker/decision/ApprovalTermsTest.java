// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.seks.schemas.record.ApprovalAssurance;
import dev.seks.schemas.record.ApproverGroup;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.record.VerdictGiven;
import dev.seks.schemas.topic.Topic;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who must approve, from the policy's text to the decision. */
class ApprovalTermsTest {
    private static final String CREATE = "{\"name\":\"site\"}";
    private static final String POLICY = """
            version: 1
            people: { mika: {}, ann: {}, ola: {}, eve: {} }
            groups: { maintainers: [mika, ann], security: [ola, ann] }
            agents:
              aeonbyte:
                owner: eve
                services:
                  github:
                    require_approval:
                      - { action: repos.create, approvers: [maintainers, security], expires_in: 30m }
            """;

    private final Story story = Story.withPolicy(POLICY);

    @Test
    void asksOneOfEachGroupAndWaitsForBoth() {
        Decision pending = story.ask("github", "repos.create", CREATE);

        assertThat(pending.getApproval().getApprovers())
                .containsExactly(
                        new ApproverGroup("maintainers", List.of("mika", "ann")),
                        new ApproverGroup("security", List.of("ola", "ann")));
        assertThat(pending.getApproval().getQuorum()).isEqualTo(2);
        assertThat(pending.getApproval().getExpiresAt()).isEqualTo(story.now().plus(Duration.ofMinutes(30)));
        assertThat(pending.getApproval().getGrantable()).isTrue();

        story.say(pending, "mika", VerdictChoice.APPROVE);
        assertThat(story.lastDecision().getOutcome()).isEqualTo(Outcome.PENDING);
        assertThat(story.lastDecision().getExplanation()).isEqualTo("1 of 2 approvals are given");
        story.say(pending, "ola", VerdictChoice.APPROVE);

        assertThat(story.lastDecision().getOutcome()).isEqualTo(Outcome.APPROVED);
        assertThat(story.lastDecision().getExplanation()).isEqualTo("approved by mika, ola");
    }

    @Test
    void seatsOnePersonOnceEvenIfTheyAreInBothGroups() {
        Decision pending = story.ask("github", "repos.create", CREATE);

        story.say(pending, "ann", VerdictChoice.APPROVE);
        story.say(pending, "ann", VerdictChoice.APPROVE);
        assertThat(story.count(Topic.APPROVED)).isZero();
        story.say(pending, "mika", VerdictChoice.APPROVE);

        assertThat(story.lastDecision().getOutcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void endsAtTheDenialOfAnybodyWhoMayApprove() {
        Decision pending = story.ask("github", "repos.create", CREATE);

        story.say(pending, "mika", VerdictChoice.APPROVE);
        story.say(pending, "ola", VerdictChoice.DENY);

        assertThat(story.lastDecision().getReason()).isEqualTo(Reason.DENIED_BY_PERSON);
    }

    /** The inbox takes such a denial, so that its word "published" must not be all that comes of it. */
    @Test
    void endsAtTheDenialOfSomebodyWhoHasApprovedBefore() {
        Decision pending = story.ask("github", "repos.create", CREATE);

        story.say(pending, "mika", VerdictChoice.APPROVE);
        story.say(pending, "mika", VerdictChoice.DENY);

        assertThat(story.lastDecision().getReason()).isEqualTo(Reason.DENIED_BY_PERSON);
        assertThat(story.lastDecision().getApproval().getVerdicts())
                .extracting(VerdictGiven::getPerson, VerdictGiven::getVerdict)
                .containsExactly(tuple("mika", VerdictChoice.DENY));
        story.say(pending, "ola", VerdictChoice.APPROVE);
        assertThat(story.count(Topic.APPROVED)).isZero();
    }

    /** Two approve where one of each group is needed; a policy that seats the second elsewhere comes too late. */
    @Test
    void letsNoPolicyCompleteWhatHasExpired() {
        Decision pending = story.ask("github", "repos.create", CREATE);
        story.say(pending, "mika", VerdictChoice.APPROVE);
        story.say(pending, "ann", VerdictChoice.APPROVE);
        Story late = Story.withPolicy(POLICY.replace("security: [ola, ann]", "security: [ola]"));
        Decision waiting = late.ask("github", "repos.create", CREATE);
        late.say(waiting, "mika", VerdictChoice.APPROVE);
        late.say(waiting, "ann", VerdictChoice.APPROVE);

        late.after(Duration.ofMinutes(30)).activate(2, POLICY, List.of("ann"));

        assertThat(story.count(Topic.APPROVED)).as("in time, both are enough").isEqualTo(1);
        assertThat(late.count(Topic.APPROVED)).isZero();
        assertThat(late.lastDecision().getReason()).isEqualTo(Reason.APPROVAL_EXPIRED);
    }

    @Test
    void neverAsksTheOwner() {
        Story owned = Story.withPolicy(POLICY.replace("owner: eve", "owner: ann"));
        Decision pending = owned.ask("github", "repos.create", CREATE);

        owned.say(pending, "ann", VerdictChoice.APPROVE);

        assertThat(pending.getApproval().getApprovers())
                .containsExactly(
                        new ApproverGroup("maintainers", List.of("mika")),
                        new ApproverGroup("security", List.of("ola")));
        assertThat(owned.lastEntry().getExplanation()).contains("not among those who were asked");
    }

    @Test
    void deniesWhatNobodyCouldApprove() {
        String lonely =
                POLICY.replace("security: [ola, ann]", "security: [mika]").replace("[mika, ann]", "[mika]");
        String ownersOnly =
                POLICY.replace("owner: eve", "owner: ola").replace("security: [ola, ann]", "security: [ola]");
        String tooMany = POLICY.replace("expires_in", "quorum: 4, expires_in");
        String empty = POLICY.replace("security: [ola, ann]", "security: []");

        for (String policy : List.of(lonely, ownersOnly, tooMany, empty)) {
            Decision decision = Story.withPolicy(policy).ask("github", "repos.create", CREATE);

            assertThat(decision.getReason()).as(policy).isEqualTo(Reason.NO_APPROVER);
            assertThat(decision.getRules()).hasSize(1);
        }
    }

    @Test
    void countsNoChatButtonWhereASignOnIsAskedFor() {
        Story sso = Story.withPolicy(POLICY.replace("expires_in", "assurance: sso, expires_in"));
        Decision pending = sso.ask("github", "repos.create", CREATE);

        sso.say(pending, "mika", VerdictChoice.APPROVE, pending.getRequestDigest(), Channel.SLACK);
        sso.say(pending, "mika", VerdictChoice.APPROVE, pending.getRequestDigest(), Channel.UNKNOWN);
        assertThat(sso.count(Topic.PENDING)).isEqualTo(1);
        assertThat(sso.lastEntry().getExplanation()).contains("void: it takes a person who signed on");
        sso.say(pending, "mika", VerdictChoice.APPROVE, pending.getRequestDigest(), Channel.WEB);
        sso.say(pending, "ola", VerdictChoice.DENY, pending.getRequestDigest(), Channel.SLACK);

        assertThat(pending.getApproval().getAssurance()).isEqualTo(ApprovalAssurance.SSO);
        assertThat(sso.lastDecision().getReason()).isEqualTo(Reason.DENIED_BY_PERSON);
    }

    @Test
    void countsNoChatButtonOnceANewPolicyAsksForASignOn() {
        Decision pending = story.ask("github", "repos.create", CREATE);
        story.say(pending, "mika", VerdictChoice.APPROVE, pending.getRequestDigest(), Channel.SLACK);

        story.activate(2, POLICY.replace("expires_in", "assurance: sso, expires_in"), List.of("ann"));

        assertThat(story.lastDecision().getExplanation()).isEqualTo("0 of 2 approvals are given");
        story.say(pending, "ola", VerdictChoice.APPROVE, pending.getRequestDigest(), Channel.WEB);
        assertThat(story.count(Topic.APPROVED)).isZero();
        story.say(pending, "mika", VerdictChoice.APPROVE, pending.getRequestDigest(), Channel.WEB);
        assertThat(story.lastDecision().getOutcome()).isEqualTo(Outcome.APPROVED);
        assertThat(story.lastDecision().getApproval().getVerdicts())
                .extracting(VerdictGiven::getPerson)
                .containsExactly("ola", "mika");
    }

    @Test
    void countsNobodyWhoHasLeftTheGroupSince() {
        Decision pending = story.ask("github", "repos.create", CREATE);
        story.say(pending, "mika", VerdictChoice.APPROVE);

        story.activate(2, POLICY.replace("[mika, ann]", "[eve]").replace("owner: eve", "owner: mika"), List.of("ann"));

        Decision again = story.lastDecision();
        assertThat(again.getOutcome()).isEqualTo(Outcome.PENDING);
        assertThat(again.getApproval().getApprovers().get(0).getPeople()).containsExactly("eve");
        assertThat(again.getExplanation()).isEqualTo("0 of 2 approvals are given");
        story.say(again, "ola", VerdictChoice.APPROVE);
        assertThat(story.count(Topic.APPROVED)).isZero();
        story.say(again, "eve", VerdictChoice.APPROVE);
        assertThat(story.lastDecision().getOutcome()).isEqualTo(Outcome.APPROVED);
        assertThat(story.lastDecision().getExplanation()).isEqualTo("approved by ola, eve");
    }

    @Test
    void stillWantsThePeopleWhoWereAskedWhenANewPolicyAsksForFewer() {
        Decision pending = story.ask("github", "repos.create", CREATE);

        story.activate(
                2,
                POLICY.replace("require_approval:", "allow:")
                        .replace(", approvers: [maintainers, security], expires_in: 30m", ""),
                List.of("ann"));
        story.say(pending, "mika", VerdictChoice.APPROVE);

        assertThat(story.lastDecision().getOutcome()).isEqualTo(Outcome.PENDING);
        story.say(pending, "ann", VerdictChoice.APPROVE);
        assertThat(story.lastDecision().getOutcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void wantsThePeopleOfANewPolicyToo() {
        Story one = Story.withPolicy(POLICY.replace("[maintainers, security]", "maintainers"));
        Decision pending = one.ask("github", "repos.create", CREATE);

        one.activate(2, POLICY, List.of("ann"));
        one.say(pending, "mika", VerdictChoice.APPROVE);

        assertThat(one.lastDecision().getOutcome()).isEqualTo(Outcome.PENDING);
        assertThat(one.lastDecision().getApproval().getExpiresAt())
                .isEqualTo(pending.getApproval().getExpiresAt());
        one.say(pending, "ola", VerdictChoice.APPROVE);
        assertThat(one.lastDecision().getOutcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void deniesWhatWaitsWhenItsGroupIsGone() {
        Decision pending = story.ask("github", "repos.create", CREATE);

        story.activate(
                2,
                POLICY.replace(", security: [ola, ann]", "").replace("[maintainers, security]", "maintainers"),
                List.of("ann"));

        assertThat(story.lastDecision().getRequestDigest()).isEqualTo(pending.getRequestDigest());
        assertThat(story.lastDecision().getReason()).isEqualTo(Reason.NO_APPROVER);
    }
}
