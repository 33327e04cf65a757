// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.ControlKind;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.Resolution;
import dev.seks.schemas.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What operators say about calls of unknown outcome, and orders that are refused. */
class ControlDeciderTest {
    private final Story story = Story.withSeedPolicy();

    @Test
    void notesWhatAPersonFoundAboutAnApprovedRequestAndDecidesNothing() {
        Decision approved = story.ask("github", "repos.list", "{}");

        resolve(approved, control -> {});

        JournalEntry entry = story.lastEntry();
        assertThat(entry)
                .returns(null, JournalEntry::getReason)
                .returns(approved.getRequestDigest(), JournalEntry::getRequestDigest)
                .returns(approved.getRequestId(), JournalEntry::getRequestId)
                .returns("aeonbyte", JournalEntry::getAgent)
                .returns("ann found that the call SUCCEEDED", JournalEntry::getExplanation);
        assertThat(entry.getOutcomes()).isEmpty();
        assertThat(entry.getOutputHashes()).isEmpty();
        assertThat(story.published.get(Topic.APPROVED)).hasSize(1);
    }

    @Test
    void notesItStillWhenTheRequestIsNoLongerRemembered() {
        Decision approved = story.ask("github", "repos.list", "{}");
        story.after(Duration.ofDays(30));

        resolve(approved, control -> control.setResolution(Resolution.FAILED));

        assertThat(story.lastEntry())
                .returns(null, JournalEntry::getReason)
                .returns(
                        "ann found that the call FAILED; its request is no longer remembered",
                        JournalEntry::getExplanation);
    }

    /** Others that expire sooner must not hide it. */
    @Test
    void findsWhatIsToBeEndedAmongMoreThanOneOrderEnds() {
        Story crowd = Story.withPolicy("""
                version: 1
                defaults: { max_open_approvals: 2000 }
                agents:
                  aeonbyte: { services: { github: { require_approval: [repos.create] } } }
                  bob: { services: { github: { require_approval: [repos.create] } } }
                """);
        for (int i = 0; i <= ControlDecider.MAX_REVIEWED; i++) {
            crowd.ask("github", "repos.create", "{\"name\":\"site\"}");
        }
        crowd.after(Duration.ofSeconds(1));
        Decision cancelled = crowd.ask("github", "repos.create", "{\"name\":\"late\"}");
        Decision frozen = crowd.ask(
                crowd.aRequest("github", "repos.create", "{\"name\":\"site\"}").setAgent("bob"));

        crowd.order(ControlKind.CANCEL, null, null, cancelled.getRequestDigest());
        assertThat(crowd.lastDecision())
                .returns(Reason.CANCELLED, Decision::getReason)
                .returns(cancelled.getRequestDigest(), Decision::getRequestDigest);
        crowd.order(ControlKind.FREEZE, "bob", null, null);
        assertThat(crowd.lastDecision())
                .returns(Reason.FROZEN, Decision::getReason)
                .returns(frozen.getRequestDigest(), Decision::getRequestDigest);
    }

    @Test
    void refusesToResolveWhatWasNotApproved() {
        Decision denied = story.ask("github", "repos.delete", "{\"name\":\"site\"}");
        Decision pending = story.ask("github", "repos.create", "{\"name\":\"site\"}");
        Decision approved = story.ask("github", "repos.list", "{}");
        assertThat(List.of(denied.getOutcome(), pending.getOutcome())).containsExactly(Outcome.DENIED, Outcome.PENDING);

        for (Decision other : List.of(denied, pending)) {
            resolve(other, control -> {});
            assertThat(story.lastEntry()).returns(Reason.REPLAY_CONFLICT, JournalEntry::getReason);
        }
        resolve(approved, control -> control.setRequestDigest(denied.getRequestDigest()));
        assertThat(story.lastEntry()).returns(Reason.REPLAY_CONFLICT, JournalEntry::getReason);
    }

    @Test
    void refusesAResolutionThatLacksSomething() {
        Decision approved = story.ask("github", "repos.list", "{}");
        List<Consumer<Control.Builder>> faults = List.of(
                control -> control.setResolution(null),
                control -> control.setResolution(Resolution.UNKNOWN),
                control -> control.setComment(null),
                control -> control.setComment("  "),
                control -> control.setComment("x".repeat(ControlDecider.MAX_COMMENT_LENGTH + 1)),
                control -> control.setAgent(null),
                control -> control.setAgent("Aeonbyte"),
                control -> control.setRequestId(null),
                control -> control.setRequestId("../x"),
                control -> control.setRequestDigest(null),
                control -> control.setRequestDigest("abc"),
                control -> control.setRequestDigest(approved.getRequestDigest().toUpperCase(java.util.Locale.ROOT)));

        for (Consumer<Control.Builder> fault : faults) {
            resolve(approved, fault);
            assertThat(story.lastEntry())
                    .returns(Reason.MALFORMED, JournalEntry::getReason)
                    .returns(null, JournalEntry::getRequestDigest);
        }
    }

    @Test
    void saysWhyAnOrderOfAnotherDomainOrOfNoKindKnownIsRefused() {
        story.order(ControlKind.REVOKE_GRANT, null, null, null);
        assertThat(story.lastEntry()).returns(Reason.MALFORMED, JournalEntry::getReason);

        Control other = about(story.ask("github", "repos.list", "{}"))
                .setDomain("other")
                .build();
        story.happen(EventKind.CONTROL, Story.DOMAIN, Story.CODECS.control().encode(other));
        assertThat(story.lastEntry()).returns(Reason.MALFORMED, JournalEntry::getReason);
    }

    @Test
    void aFreezeEndsWhatWaitsAndIsLifted() {
        Decision pending = story.ask("github", "repos.create", "{\"name\":\"site\"}");

        story.order(ControlKind.FREEZE, "aeonbyte", null, null);
        assertThat(story.lastDecision())
                .returns(pending.getRequestId(), Decision::getRequestId)
                .returns(Reason.FROZEN, Decision::getReason);
        assertThat(story.lastEntry().getExplanation()).isEqualTo("agent aeonbyte is frozen");
        assertThat(story.ask("github", "repos.list", "{}").getReason()).isEqualTo(Reason.FROZEN);
        story.order(ControlKind.UNFREEZE, "aeonbyte", null, null);
        assertThat(story.ask("github", "repos.list", "{}").getOutcome()).isEqualTo(Outcome.APPROVED);
    }

    private void resolve(Decision about, Consumer<Control.Builder> change) {
        story.after(Duration.ofMillis(1));
        Control.Builder control = about(about);
        change.accept(control);
        story.happen(EventKind.CONTROL, Story.DOMAIN, Story.CODECS.control().encode(control.build()));
    }

    private Control.Builder about(Decision decision) {
        return Control.newBuilder()
                .setDomain(Story.DOMAIN)
                .setKind(ControlKind.RESOLVE)
                .setAgent(decision.getAgent())
                .setRequestId(decision.getRequestId())
                .setRequestDigest(decision.getRequestDigest())
                .setResolution(Resolution.SUCCEEDED)
                .setComment("seen in the service's own log")
                .setPerson("ann")
                .setGivenAt(story.now());
    }
}
