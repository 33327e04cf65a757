// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import static dev.seks.schemas.record.GrantEndCause.REVOKED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.record.ApprovalRequirement;
import dev.seks.schemas.record.ApproverGroup;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.GrantAsk;
import dev.seks.schemas.record.GrantEnd;
import dev.seks.schemas.record.GrantMade;
import dev.seks.schemas.record.GrantOffer;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.tests.invariant.Story.Asked;
import dev.seks.tests.invariant.Story.Decided;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Grants in the log: as they should be, and with one thing spoilt. */
class GrantsHoldTest {
    private static final Duration TEN = Duration.ofMinutes(10);

    private final Story story = new Story();

    @BeforeEach
    void activatePolicy() {
        story.catalogue = List.of(new BundleFile("github.yaml", """
                service: github
                base_url: https://forge.example
                actions:
                  repos.create:
                    summary: go
                    effect: write
                    http: POST /go
                    params: { name: { type: string, in: body }, note: { type: string, in: body } }
                    resource: "{name}"
                """));
        story.activate();
        story.grantable = true;
        story.offer = new GrantOffer(TEN.toMillis(), 2);
        story.params = "{\"name\":\"site\"}";
    }

    private Decided given() {
        return given("site", TEN, 2);
    }

    private Decided given(String resource, Duration ttl, int uses) {
        Asked asked = story.ask("first");
        story.pend(asked);
        return story.give(asked, story.verdict(asked, "ada", VerdictChoice.APPROVE), resource, ttl, uses);
    }

    @Test
    void findsNothingWhereAGrantIsUsedAsItWasGiven() {
        Decided grant = given();
        story.use(story.ask("second"), grant);
        story.use(story.ask("third"), grant);

        assertThat(InvariantChecker.of(story.log()).findings()).isEmpty();
    }

    @Test
    void findsAUseOfAGrantThatNobodyGave() {
        Decided plain = story.run("plain");
        story.use(story.ask("second"), plain);

        assertFound("no grant " + plain.decision().getRequestDigest() + " was given before");
    }

    @Test
    void findsAUseBeforeTheGrant() {
        Asked asked = story.ask("first");
        story.pend(asked);
        Decided early = story.decide(
                story.ask("early"),
                asked.raw(),
                EventKind.REQUEST,
                story.decision(story.ask("early"), Outcome.APPROVED, Reason.ALLOWED_BY_GRANT)
                        .setGrantId(asked.digest()));
        story.give(asked, story.verdict(asked, "ada", VerdictChoice.APPROVE), "site", TEN, 2);

        assertThat(early.decision().getGrantId()).isEqualTo(asked.digest());
        assertFound("was given before");
    }

    @Test
    void findsAUseTooMany() {
        Decided grant = given();
        for (String id : List.of("b", "c", "d")) {
            story.use(story.ask(id), grant);
        }

        assertFound("use 3 of a grant, at most 2");
    }

    @Test
    void findsAUseAfterItsEnd() {
        Decided grant = given();
        story.topics.pass(TEN);
        story.use(story.ask("late"), grant);

        assertFound("covered by a grant that had ended at");
    }

    @Test
    void findsAUseByAnotherAgent() {
        Decided grant = given();
        story.agent = "other";
        story.use(story.ask("second"), grant);

        assertFound("covered by a grant of agent aeonbyte");
    }

    @Test
    void findsAUseOnAnotherResource() {
        Decided grant = given();
        story.params = "{\"name\":\"sites\"}";
        story.use(story.ask("second"), grant);

        assertFound("not covered by the grant that it cites");
    }

    @Test
    void findsAUseWithOtherParametersWhereNoResourceIsNamed() {
        Decided grant = given("params:0123", TEN, 2);
        story.use(story.ask("the same"), grant);
        assertThat(InvariantChecker.of(story.log()).findings()).isEmpty();

        story.params = "{\"name\":\"site\",\"note\":\"more\"}";
        story.use(story.ask("another"), grant);

        assertFound("not covered by the grant that it cites");
    }

    @Test
    void findsAUseAfterItWasRevoked() {
        Decided grant = given();
        story.revoke(grant, Reason.STALE);
        story.use(story.ask("second"), grant);
        assertThat(InvariantChecker.of(story.log()).findings()).isEmpty();

        story.revoke(grant, null);
        story.use(story.ask("third"), grant);

        assertFound("covered by a grant that was ended before");
    }

    @Test
    void findsAUseAfterAPolicyHadEndedIt() {
        Decided grant = given();
        story.activateEnding(grant);
        story.use(story.ask("second"), grant);

        assertFound("covered by a grant that was ended before");
    }

    @Test
    void findsAUseOfAGrantThatNobodyApproved() {
        story.ask = new GrantAsk(List.of("repos.create"), "site", TEN.toMillis(), 2);
        Asked asked = story.ask("first");
        Decided grant = story.decide(
                asked,
                asked.raw(),
                EventKind.REQUEST,
                story.decision(asked, Outcome.APPROVED, Reason.ALLOWED_BY_RULE)
                        .setGrant(new GrantMade(
                                List.of("repos.create"),
                                "site",
                                story.topics.now().plus(TEN),
                                2,
                                List.of())));
        assertThat(InvariantChecker.of(story.log()).findings()).isEmpty();
        story.ask = null;
        story.use(story.ask("second"), grant);

        assertFound("covered by a grant that nobody approved");
    }

    @ParameterizedTest
    @CsvSource({"10, 3", "11, 2"})
    void findsAGrantOfMoreThanWasOffered(int minutes, int uses) {
        given("site", Duration.ofMinutes(minutes), uses);

        assertFound("gives a grant that 0 people offered, too few");
    }

    @Test
    void findsAGrantThatFewerOfferedThanHadToApprove() {
        story.quorum = 2;
        story.groups =
                List.of(new ApproverGroup("owners", List.of("ada")), new ApproverGroup("security", List.of("grace")));
        story.requirements = List.of(new ApprovalRequirement(List.of("owners", "security"), 2, null));
        Asked asked = story.ask("first");
        story.pend(asked);
        story.note(story.verdict(asked, "ada", VerdictChoice.APPROVE));
        story.offer = null;
        story.give(asked, story.verdict(asked, "grace", VerdictChoice.APPROVE), "site", TEN, 2);

        assertFound("gives a grant that 1 people offered, too few");
    }

    @Test
    void findsAGrantOfWhatMayNotBeGranted() {
        story.grantable = false;
        given();

        assertFound("gives a grant of what may not be granted");
    }

    @Test
    void findsAGrantForAnythingWhereOneThingWasApproved() {
        given(null, TEN, 2);

        assertFound("gives a grant for something else than was approved");
    }

    @ParameterizedTest
    @CsvSource({"600001, 2, site", "600000, 3, site", "600000, 2, other", "600000, 2,"})
    void findsAGrantOfMoreThanWasAskedFor(long ttlMs, int uses, String resource) {
        story.ask = new GrantAsk(List.of("repos.create"), "site", 600_000L, 2);
        given(resource, Duration.ofMillis(ttlMs), uses);

        assertFound("gives more than the agent asked for");
    }

    @Test
    void findsADenialThatGivesAGrant() {
        Asked asked = story.ask("first");
        story.decide(
                asked,
                asked.raw(),
                EventKind.REQUEST,
                story.decision(asked, Outcome.DENIED, Reason.DENIED_BY_RULE)
                        .setGrant(new GrantMade(
                                List.of("repos.create"),
                                "site",
                                story.topics.now().plus(TEN),
                                2,
                                List.of())));

        assertFound("gives a grant and is DENIED");
    }

    @Test
    void findsAUseAfterOneOfItsGiversHadEndedIt() {
        Decided grant = given();
        story.end(grant, "bob", List.of());
        story.use(story.ask("second"), grant);
        assertThat(InvariantChecker.of(story.log()).findings()).isEmpty();

        story.end(grant, "ada", List.of());
        story.use(story.ask("third"), grant);

        assertFound("covered by a grant that was ended before");
    }

    @Test
    void findsNothingWhereWhoGaveItEndsIt() {
        Decided grant = given();
        story.end(grant, "ada", List.of(new GrantEnd(grant.decision().getRequestDigest(), "aeonbyte", REVOKED, "ada")));

        assertThat(InvariantChecker.of(story.log()).findings()).isEmpty();
    }

    @Test
    void findsAnEndBySomebodyWhoDidNotGiveIt() {
        Decided grant = given();
        story.end(grant, "bob", List.of(new GrantEnd(grant.decision().getRequestDigest(), "aeonbyte", REVOKED, "bob")));

        assertFound("ends a grant that bob did not give");
    }

    @Test
    void findsAnEndThatNamesSomebodyElse() {
        Decided grant = given();
        story.end(grant, "ada", List.of(new GrantEnd(grant.decision().getRequestDigest(), "aeonbyte", REVOKED, "bob")));

        assertFound("says that bob ended a grant, and ada did");
    }

    @Test
    void findsAnEndOfAnotherGrantThanWasMeant() {
        Decided grant = given();
        story.end(grant, "ada", List.of(new GrantEnd("f".repeat(64), "aeonbyte", REVOKED, "ada")));

        assertFound("ends grant " + "f".repeat(64) + ", and the verdict does not");
    }

    @Test
    void findsAnEndByAVerdictThatEndsNothing() {
        Decided grant = given();
        RawRecord verdict = story.verdict(story.ask("other"), "ada", VerdictChoice.DENY);
        story.note(verdict, List.of(new GrantEnd(grant.decision().getRequestDigest(), "aeonbyte", REVOKED, "ada")));

        assertFound("and the verdict does not");
    }

    @Test
    void findsAGiverWhoNeverApproved() {
        Asked asked = story.ask("first");
        story.pend(asked);
        story.givers = List.of("ada", "bob");
        story.give(asked, story.verdict(asked, "ada", VerdictChoice.APPROVE), "site", TEN, 2);

        assertFound("names bob as having given a grant");
    }

    private void assertFound(String words) {
        assertThat(InvariantChecker.of(story.log()).findings())
                .anySatisfy(finding ->
                        assertThat(finding.toString()).startsWith("I2 ").contains(words));
    }
}
