// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.record.ControlKind;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.topic.Topic;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictDeciderTest {
    private final Story story = Story.withSeedPolicy();
    private final Decision pending = story.ask("github", "repos.create", "{\"name\":\"site\"}");

    @Test
    void approvesWhenAnOperatorApproves() {
        story.say(pending, "ann", VerdictChoice.APPROVE);

        Decision decision = story.lastDecision();
        assertThat(decision.getOutcome()).isEqualTo(Outcome.APPROVED);
        assertThat(decision.getReason()).isEqualTo(Reason.APPROVED_BY_PEOPLE);
        assertThat(decision.getRequestDigest()).isEqualTo(pending.getRequestDigest());
        assertThat(decision.getRequest()).isEqualTo(pending.getRequest());
        assertThat(decision.getSeq()).isGreaterThan(pending.getSeq());
        assertThat(decision.getApproval().getVerdicts()).hasSize(1);
        assertThat(decision.getExecuteWithinMs()).isEqualTo(120_000L);
    }

    @Test
    void deniesWhenAnOperatorDenies() {
        story.say(pending, "ann", VerdictChoice.DENY);

        Decision decision = story.lastDecision();
        assertThat(decision.getOutcome()).isEqualTo(Outcome.DENIED);
        assertThat(decision.getReason()).isEqualTo(Reason.DENIED_BY_PERSON);
        assertThat(decision.getRequest()).isNull();
    }

    @Test
    void countsNoVerdictFromSomebodyWhoWasNotAsked() {
        story.say(pending, "bob", VerdictChoice.APPROVE);
        story.say(pending, "bob", VerdictChoice.DENY);

        assertThat(story.count(Topic.APPROVED)).isZero();
        assertThat(story.count(Topic.DENIED)).isZero();
        assertThat(story.lastEntry().getExplanation()).contains("bob is void: not among those who were asked");
    }

    @Test
    void countsNoVerdictForOtherBytes() {
        story.say(pending, "ann", VerdictChoice.APPROVE, "0".repeat(64));

        assertThat(story.count(Topic.APPROVED)).isZero();
        assertThat(story.lastEntry().getExplanation()).contains("other bytes");
    }

    @Test
    void countsAVerdictOnce() {
        story.say(pending, "ann", VerdictChoice.APPROVE);
        story.say(pending, "ann", VerdictChoice.DENY);

        assertThat(story.count(Topic.APPROVED)).isEqualTo(1);
        assertThat(story.count(Topic.DENIED)).isZero();
        assertThat(story.lastEntry().getExplanation()).contains("not open");
    }

    @Test
    void voidsAVerdictThatComesAfterExpiryEvenBeforeATick() {
        story.after(Duration.ofMinutes(15));

        story.say(pending, "ann", VerdictChoice.APPROVE);

        assertThat(story.count(Topic.APPROVED)).isZero();
        assertThat(story.lastDecision().getReason()).isEqualTo(Reason.APPROVAL_EXPIRED);
    }

    @Test
    void endsWhatHasExpiredWhenATickSaysSo() {
        story.after(Duration.ofMinutes(15).minusMillis(1)).tick();
        assertThat(story.count(Topic.DENIED)).isZero();

        story.after(Duration.ofMillis(1)).tick();

        assertThat(story.lastDecision().getReason()).isEqualTo(Reason.APPROVAL_EXPIRED);
        assertThat(story.state.open(Story.DOMAIN, 10)).isEmpty();
    }

    @Test
    void holdsAnApprovalAgainstThePolicyInForceWhenItIsGiven() {
        String stricter = Story.seedPolicy().replace("deny:", "deny:\n          - \"repos.create\"");
        story.activate(2, stricter, List.of("ann"));

        assertThat(story.lastDecision().getReason()).isEqualTo(Reason.DENIED_BY_RULE);
        story.say(pending, "ann", VerdictChoice.APPROVE);
        assertThat(story.count(Topic.APPROVED)).isZero();
    }

    @Test
    void keepsWaitingUnderANewPolicyThatStillAsks() {
        story.activate(2, Story.seedPolicy(), List.of("ann"));
        assertThat(story.lastEntry().getOutcomes()).isEmpty();

        story.say(pending, "ann", VerdictChoice.APPROVE);

        assertThat(story.lastDecision().getOutcome()).isEqualTo(Outcome.APPROVED);
        assertThat(story.lastDecision().getPolicyVersion()).isEqualTo(2);
    }

    @Test
    void endsWhatWaitsWhenItIsFrozenOrCancelled() {
        Decision other = story.ask("github", "repos.create", "{\"name\":\"other\"}");

        story.order(ControlKind.CANCEL, null, null, other.getRequestDigest());
        assertThat(story.lastDecision().getReason()).isEqualTo(Reason.CANCELLED);
        assertThat(story.lastDecision().getRequestDigest()).isEqualTo(other.getRequestDigest());

        story.order(ControlKind.FREEZE, null, "github", null);
        assertThat(story.lastDecision().getReason()).isEqualTo(Reason.FROZEN);
        assertThat(story.lastDecision().getRequestDigest()).isEqualTo(pending.getRequestDigest());
    }

    @Test
    void journalsWhatIsNoVerdict() {
        story.happen(EventKind.VERDICT, Story.DOMAIN, new byte[] {7});

        JournalEntry entry = story.lastEntry();
        assertThat(entry.getKind()).isEqualTo(EventKind.VERDICT);
        assertThat(entry.getOutcomes()).isEmpty();
        assertThat(entry.getExplanation()).contains("unreadable");
    }

    @Test
    void journalsAnOrderThatThisVersionDoesNotKnow() {
        story.order(ControlKind.UNKNOWN, null, null, pending.getRequestDigest());

        assertThat(story.lastEntry().getOutcomes()).isEmpty();
        assertThat(story.lastEntry().getExplanation()).contains("does not know");
    }
}
