// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.broker.policy.GrantBounds;
import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.GrantAsk;
import dev.seks.schemas.record.GrantEnd;
import dev.seks.schemas.record.GrantEndCause;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.topic.Partitioning;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may end a grant by a verdict, and what becomes of one who may not. */
class RevokingTest {
    private static final Duration TEN = Duration.ofMinutes(10);

    private static final String POLICY = """
            version: 1
            defaults: { grants: { max_ttl: 10m, max_uses: 3 } }
            people: { ann: { name: Ann }, bob: { name: Bob }, cid: { name: Cid } }
            groups: { red: [ann, bob], blue: [bob, cid] }
            agents:
              aeonbyte:
                owner: cid
                services:
                  github:
                    allow: ["repos.list"]
                    require_approval:
                      - { action: "repos.create", approvers: [red], quorum: %d }
              other:
                services:
                  github:
                    require_approval: [ { action: "repos.create", approvers: [red] } ]
            """;

    private final Story story = Story.withPolicy(POLICY.formatted(1));

    private Decision create(Story story) {
        return story.ask("github", "repos.create", "{\"name\":\"site\"}");
    }

    private Decision grantedBy(Story story, String... people) {
        Decision pending = create(story);
        for (String person : people) {
            story.offer(pending, person, TEN, 2);
        }
        assertThat(story.lastDecision().getGrant()).isNotNull();
        return story.lastDecision();
    }

    private JournalEntry revoke(Story story, Decision given, String person) {
        story.give(story.verdict(given, person, VerdictChoice.REVOKE));
        return story.lastEntry();
    }

    private static Verdict.Builder revocation(Decision given) {
        return Verdict.newBuilder()
                .setDomain(Story.DOMAIN)
                .setRequestId(given.getRequestId())
                .setAgent(given.getAgent())
                .setRequestDigest(given.getRequestDigest())
                .setPerson("ann")
                .setChannel(Channel.WEB)
                .setVerdict(VerdictChoice.REVOKE)
                .setGivenAt(given.getDecidedAt());
    }

    @Test
    void whoGaveItEndsItAndTheNextRequestAsksPeopleAgain() {
        Decision given = grantedBy(story, "ann");
        assertThat(create(story).getReason()).isEqualTo(Reason.ALLOWED_BY_GRANT);

        JournalEntry entry = revoke(story, given, "ann");

        assertThat(given.getGrant().getPeople()).containsExactly("ann");
        assertThat(entry.getKind()).isEqualTo(EventKind.VERDICT);
        assertThat(entry.getGrantsEnded())
                .containsExactly(new GrantEnd(given.getRequestDigest(), "aeonbyte", GrantEndCause.REVOKED, "ann"));
        assertThat(entry.getExplanation()).startsWith("ann revoked grant " + given.getRequestDigest());
        assertThat(entry.getRequestDigest()).isEqualTo(given.getRequestDigest());
        assertThat(entry.getRequestId()).isEqualTo(given.getRequestId());
        assertThat(entry.getAgent()).isEqualTo("aeonbyte");
        assertThat(entry.getOutcomes()).isEmpty();
        assertThat(create(story).getOutcome()).isEqualTo(Outcome.PENDING);
        assertThat(story.state.holders(Story.DOMAIN, 10)).isEmpty();
    }

    @Test
    void anyOfThoseWhoGaveItTogetherEndsIt() {
        for (String person : List.of("ann", "bob")) {
            Story two = Story.withPolicy(POLICY.formatted(2));
            Decision given = grantedBy(two, "ann", "bob");

            JournalEntry entry = revoke(two, given, person);

            assertThat(given.getGrant().getPeople()).containsExactly("ann", "bob");
            assertThat(entry.getGrantsEnded()).hasSize(1);
            assertThat(entry.getGrantsEnded().get(0).getPerson()).isEqualTo(person);
        }
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void endsWhereverItIsSaid(Channel channel) {
        Decision given = grantedBy(story, "ann");

        story.give(revocation(given).setChannel(channel));

        assertThat(story.lastEntry().getGrantsEnded()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "cid", "zoe", "aeonbyte", "", "an\n", "Ann"})
    void nobodyElseEndsIt(String person) {
        Decision given = grantedBy(story, "ann");

        JournalEntry entry = revoke(story, given, person);

        assertThat(entry.getGrantsEnded()).isNull();
        assertThat(entry.getExplanation()).endsWith(" is void: not among those who gave the grant");
        assertThat(entry.getExplanation()).doesNotContain("\n");
        assertThat(create(story).getReason()).isEqualTo(Reason.ALLOWED_BY_GRANT);
    }

    @Test
    void nobodyEndsByAVerdictWhatThePolicyAloneAllowed() {
        CapabilityRequest.Builder asking = story.aRequest("github", "repos.list", "{}")
                .setGrant(new GrantAsk(List.of("repos.list"), null, TEN.toMillis(), 2));
        Decision given = story.ask(asking);

        JournalEntry entry = revoke(story, given, "ann");

        assertThat(given.getGrant().getPeople()).isEmpty();
        assertThat(entry.getGrantsEnded()).isNull();
        assertThat(entry.getExplanation()).contains("not among those who gave the grant");
    }

    @Test
    void whoApprovedWhatAnAgentAskedForMayEndIt() {
        Decision pending = story.ask(story.aRequest("github", "repos.create", "{\"name\":\"site\"}")
                .setGrant(new GrantAsk(List.of("repos.create"), null, TEN.toMillis(), 2)));
        story.say(pending, "bob", VerdictChoice.APPROVE);
        Decision given = story.lastDecision();

        assertThat(revoke(story, given, "ann").getGrantsEnded()).isNull();
        assertThat(revoke(story, given, "bob").getGrantsEnded()).hasSize(1);
    }

    @Test
    void saysOfAGrantThatHoldsNoMoreHowItEnded() {
        Decision revoked = grantedBy(story, "ann");
        revoke(story, revoked, "ann");
        assertThat(revoke(story, revoked, "ann").getExplanation())
                .isEqualTo("the revocation of ann is void: no grant that came with the request holds");

        Decision used = grantedBy(story, "ann");
        create(story);
        create(story);
        assertThat(revoke(story, used, "ann").getExplanation())
                .isEqualTo("the revocation of ann is void: the grant is used up");

        Decision late = grantedBy(story, "ann");
        story.after(TEN);
        JournalEntry entry = revoke(story, late, "ann");
        assertThat(entry.getExplanation()).isEqualTo("the revocation of ann is void: the grant's time is over");
        assertThat(entry.getGrantsEnded()).isNull();
    }

    @Test
    void remembersARequestForAsLongAsItsGrantCanLast() {
        assertThat(Answer.KEPT).isGreaterThanOrEqualTo(GrantBounds.LONGEST);
    }

    @Test
    void isForgottenADayAfterTheRequest() {
        Decision given = grantedBy(story, "ann");
        story.after(Answer.KEPT);

        assertThat(revoke(story, given, "ann").getExplanation()).endsWith("no such grant is known");
    }

    @Test
    void isVoidWhereItNamesNoGrant() {
        Decision given = grantedBy(story, "ann");
        Decision pending = create(Story.withPolicy(POLICY.formatted(1)));
        for (Verdict.Builder odd : List.of(
                revocation(given).setRequestDigest(Digest.of(new byte[0])),
                revocation(given).setRequestDigest(""),
                revocation(given).setRequestDigest(given.getRequestDigest().toUpperCase(java.util.Locale.ROOT)),
                revocation(given).setRequestId("r-99"),
                revocation(given).setRequestId(""),
                revocation(given).setAgent("other"),
                revocation(given).setAgent("aeonbyte\0"),
                revocation(pending).setRequestId("r-2"))) {
            story.give(odd);

            assertThat(story.lastEntry().getGrantsEnded()).isNull();
            assertThat(story.lastEntry().getExplanation())
                    .startsWith("the revocation of ann is void: ")
                    .containsAnyOf("no such grant is known", "it names no grant");
        }
        story.give(revocation(given).setDomain("elsewhere"));
        assertThat(story.lastEntry().getExplanation()).contains("of no domain known here");
        assertThat(create(story).getReason()).isEqualTo(Reason.ALLOWED_BY_GRANT);
    }

    @Test
    void neitherDecidesARequestThatWaitsNorCountsAsAVerdictAboutIt() {
        Decision pending = create(story);

        JournalEntry entry = revoke(story, pending, "ann");
        story.say(pending, "ann", VerdictChoice.APPROVE);

        assertThat(entry.getExplanation()).endsWith("no such grant is known");
        assertThat(entry.getOutcomes()).isEmpty();
        assertThat(story.lastDecision().getReason()).isEqualTo(Reason.APPROVED_BY_PEOPLE);
    }

    @Test
    void countsForNothingUnlessTheApprovalServiceSignedIt() {
        Decision given = grantedBy(story, "ann");
        byte[] key = Story.DOMAIN.getBytes(StandardCharsets.UTF_8);
        int home = Partitioning.partition(key, Story.PARTITIONS);
        byte[] value = Story.CODECS.verdict().encode(revocation(given).build());
        byte[] other =
                Story.CODECS.verdict().encode(revocation(given).setPerson("bob").build());
        for (List<Event.HeaderField> headers : List.of(
                List.<Event.HeaderField>of(),
                List.of(TestKeys.header(TestKeys.ed25519(77), RecordKind.VERDICT, Story.TOPIC, value)),
                List.of(TestKeys.header(TestKeys.OPERATOR, RecordKind.VERDICT, Story.TOPIC, value)),
                List.of(TestKeys.header(TestKeys.APPROVAL_SERVICE, RecordKind.CONTROL, Story.TOPIC, value)),
                List.of(TestKeys.header(TestKeys.APPROVAL_SERVICE, RecordKind.VERDICT, "other.topic", value)),
                List.of(TestKeys.header(TestKeys.APPROVAL_SERVICE, RecordKind.VERDICT, Story.TOPIC, other)))) {
            story.happen(EventKind.VERDICT, key, home, value, headers);

            assertThat(story.lastEntry().getReason()).isEqualTo(Reason.NOT_AUTHENTICATED);
            assertThat(story.lastEntry().getGrantsEnded()).isNull();
        }
        assertThat(create(story).getReason()).isEqualTo(Reason.ALLOWED_BY_GRANT);
    }

    @Test
    void leavesOtherGrantsOfTheAgentAlone() {
        Decision first = grantedBy(story, "ann");
        Decision pending = story.ask("github", "repos.create", "{\"name\":\"other\"}");
        story.offer(pending, "ann", TEN, 2);

        revoke(story, first, "ann");

        assertThat(create(story).getOutcome()).isEqualTo(Outcome.PENDING);
        assertThat(story.ask("github", "repos.create", "{\"name\":\"other\"}").getReason())
                .isEqualTo(Reason.ALLOWED_BY_GRANT);
    }
}
