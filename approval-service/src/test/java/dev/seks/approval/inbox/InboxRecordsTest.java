// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.inbox;

import static dev.seks.approval.Asked.CODECS;
import static dev.seks.approval.Asked.NOW;
import static dev.seks.approval.Asked.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.approval.Asked;
import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.GrantEndCause;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InboxRecordsTest {
    private static final Instant SOON = NOW.plusSeconds(1);
    private static final String CATALOGUE = """
            service: github
            base_url: https://api.github.com
            actions:
              repos.create:
                summary: "create repository {name}"
                effect: write
                http: POST /user/repos
                params:
                  name: { type: string, pattern: "^[A-Za-z0-9._-]{1,100}$", required: true, in: body }
                resource: "{name}"
                returns: [id]
            """;

    private final Inbox inbox = new Inbox();
    private final Catalogues catalogues = new Catalogues();
    private final Casts casts = new Casts();
    private final InboxRecords records = new InboxRecords(CODECS, inbox, catalogues, casts);

    private record Written(Topic topic, byte[] value) {}

    @Test
    void opensWhatIsPendingAndClosesWhatIsDecided() {
        Asked first = Asked.request("r-1");
        Asked second = Asked.request("r-2");
        pending(first);
        pending(second);

        ended(first, Outcome.APPROVED, Reason.APPROVED_BY_PEOPLE);

        assertThat(inbox.open(SOON)).extracting(InboxEntry::digest).containsExactly(second.digest());
        assertThat(inbox.decided()).extracting(InboxEntry::digest).containsExactly(first.digest());
    }

    @Test
    void keepsTheNewestOfTwoPendingDecisions() {
        pending(Asked.request("r-1").quorum(2).asking("mika", "ann").seq(9).said("mika", VerdictChoice.APPROVE));
        pending(Asked.request("r-1").quorum(2).asking("mika", "ann").seq(7));

        assertThat(inbox.open(SOON)).hasSize(1);
        assertThat(inbox.open(SOON).get(0).approval().getVerdicts()).hasSize(1);
    }

    @Test
    void stillFindsWhatItEndsWhenTheEndIsReadFirst() {
        Asked asked = Asked.request("r-1");
        ended(asked, Outcome.DENIED, Reason.DENIED_BY_PERSON);

        pending(asked);

        assertThat(inbox.open(SOON)).isEmpty();
        assertThat(inbox.decided()).hasSize(1);
    }

    @Test
    void addsUpGrantsFromApprovalsAndTheJournal() {
        Asked asked = Asked.request("r-1");
        pending(asked);
        accept(Topic.APPROVED, asked.granted(Duration.ofMinutes(10), 5, "mika"));
        accept(Topic.APPROVED, Asked.request("r-2").coveredBy(asked));

        assertThat(inbox.grants().live(SOON)).hasSize(1);
        assertThat(inbox.grants().live(SOON).get(0).used()).isEqualTo(1);
        assertThat(inbox.decided()).hasSize(1);

        records.accept(
                Topic.JOURNAL,
                PARTITION,
                CODECS.journal().encode(asked.grantEnded(GrantEndCause.REVOKED, "mika", SOON)));
        records.accept(Topic.JOURNAL, PARTITION, new byte[] {1, 2, 3});

        assertThat(inbox.grants().live(SOON)).isEmpty();
        assertThat(inbox.grants().ended(SOON)).hasSize(1);
        inbox.clear();
        assertThat(inbox.grants().ended(SOON)).isEmpty();
    }

    private void accept(Topic topic, Decision decision) {
        records.accept(topic, PARTITION, CODECS.decision().encode(decision));
    }

    @Test
    void staysOpenWhenTheSameBytesAreDeniedInAnotherDomain() {
        Asked asked = Asked.request("r-1");
        pending(asked);

        ended(Asked.request("r-1").in("_p2").seq(99), Outcome.DENIED, Reason.MISROUTED);

        assertThat(inbox.open(SOON)).hasSize(1);
    }

    @Test
    void endsTheSameHoweverTheTopicsInterleave() {
        long seed = System.nanoTime();
        List<Written> log = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Asked asked = Asked.request("r-" + i).seq(10L * i + 1);
            log.add(new Written(Topic.PENDING, CODECS.decision().encode(asked.pending())));
            log.add(new Written(
                    Topic.PENDING,
                    CODECS.decision()
                            .encode(Asked.request("r-" + i)
                                    .seq(10L * i + 3)
                                    .said("ann", VerdictChoice.APPROVE)
                                    .pending())));
            if (i % 2 == 0) {
                Decision end = asked.seq(10L * i + 5).ended(Outcome.APPROVED, Reason.APPROVED_BY_PEOPLE);
                log.add(new Written(Topic.APPROVED, CODECS.decision().encode(end)));
            }
        }
        Collections.shuffle(log, new Random(seed));

        log.forEach(written -> records.accept(written.topic(), PARTITION, written.value()));

        assertThat(inbox.open(SOON))
                .as("seed %d", seed)
                .hasSize(10)
                .allSatisfy(entry -> assertThat(entry.approval().getVerdicts()).hasSize(1));
        assertThat(inbox.decided()).as("seed %d", seed).hasSize(10);
    }

    @Test
    void leavesOutWhatIsNoDecision() {
        records.accept(Topic.PENDING, PARTITION, null);
        records.accept(Topic.PENDING, PARTITION, new byte[] {0, 1, 2, 3});
        records.accept(Topic.APPROVED, PARTITION, "garbage".getBytes(StandardCharsets.UTF_8));
        publish("default", new byte[0]);
        pending(Asked.request("r-1"));

        assertThat(inbox.open(SOON)).hasSize(1);
    }

    @Test
    void leavesOutARequestWhoseBytesAreNotThoseOfTheDigest() {
        pending(Asked.request("r-1").quoting(Asked.request("r-2").bytes()));

        assertThat(inbox.open(SOON)).isEmpty();
    }

    @Test
    void leavesOutAPendingDecisionThatAsksNobodyToApprove() {
        pending(Asked.request("r-1").withoutApproval());

        assertThat(inbox.open(SOON)).isEmpty();
    }

    @Test
    void doesNotCountTheExpiredAsOpen() {
        Asked asked = Asked.request("r-1");
        pending(asked);
        Instant end = NOW.plus(Asked.PATIENCE);

        assertThat(inbox.open(end.minusMillis(1))).hasSize(1);
        assertThat(inbox.open(end)).isEmpty();
        assertThat(inbox.find(asked.digest()))
                .isInstanceOfSatisfying(
                        Lookup.Found.class,
                        found -> assertThat(found.entry().state(end)).isEqualTo(EntryState.EXPIRED));
    }

    @Test
    void showsTheNextToExpireFirst() {
        Asked later = Asked.request("r-1").at(NOW.plusSeconds(30));
        Asked sooner = Asked.request("r-2");
        pending(later);
        pending(sooner);

        assertThat(inbox.open(NOW.plusSeconds(31)))
                .extracting(InboxEntry::digest)
                .containsExactly(sooner.digest(), later.digest());
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 12, 64})
    void findsByTheBeginningOfADigest(int length) {
        Asked asked = Asked.request("r-1");
        pending(asked);

        assertThat(inbox.find(asked.digest().substring(0, length))).isInstanceOf(Lookup.Found.class);
    }

    @Test
    void doesNotGuess() {
        Asked asked = Asked.request("r-1");
        pending(asked);

        assertThat(inbox.find(asked.digest().substring(0, 5))).isInstanceOf(Lookup.NotADigest.class);
        assertThat(inbox.find(asked.digest() + "0")).isInstanceOf(Lookup.NotADigest.class);
        assertThat(inbox.find("")).isInstanceOf(Lookup.NotADigest.class);
        assertThat(inbox.find("000000")).isInstanceOf(Lookup.NotFound.class);
    }

    @Test
    void showsNoMoreThanItsBound() {
        for (int i = 0; i <= Inbox.MAX_OPEN; i++) {
            Asked asked = Asked.request("r-" + i);
            inbox.pending(asked.pending(), asked.record(), PARTITION);
        }

        assertThat(inbox.open(SOON)).hasSize(Inbox.MAX_OPEN);
    }

    @Test
    void saysWhatARequestWouldDoInTheWordsOfItsCatalogue() {
        byte[] bundle = bundle(CATALOGUE);
        publish("default", bundle);
        pending(Asked.request("r-1").bundle(Digest.of(bundle)));

        Portrayal portrayal = catalogues.portray(inbox.open(SOON).get(0));

        assertThat(portrayal).isEqualTo(new Portrayal("create repository site", "WRITE", "site"));
    }

    @Test
    void saysHowOftenAGrantMayBeUsedWhereTheAgentDoesNot() {
        pending(Asked.request("r-1").grantable().askingForGrant(Duration.ofMinutes(15), null));

        assertThat(catalogues.portray(inbox.open(SOON).get(0)).summary())
                .isEqualTo("github repos.create, and without asking again: repos.* on any resource for 15m,"
                        + " at most 5 times");
    }

    @Test
    void tellsWhichBundleIsMissing() {
        byte[] bundle = bundle(CATALOGUE);
        String digest = Digest.of(bundle);
        byte[] pending =
                CODECS.decision().encode(Asked.request("r-1").bundle(digest).pending());

        assertThat(records.missingBundle(pending)).isEqualTo(digest);
        publish("default", bundle);
        assertThat(records.missingBundle(pending)).isNull();
        assertThat(records.missingBundle(new byte[] {1})).isNull();
    }

    @Test
    void namesTheActionWhenTheCatalogueIsAnotherOne() {
        publish("default", bundle(CATALOGUE));
        pending(Asked.request("r-1"));

        assertThat(catalogues.portray(inbox.open(SOON).get(0)))
                .isEqualTo(new Portrayal("github repos.create", null, null));
    }

    @Test
    void promisesNothingAboutParametersThatDoNotFit() {
        byte[] bundle = bundle(CATALOGUE);
        publish("default", bundle);
        pending(Asked.request("r-1")
                .params("{\"name\":\"site\",\"and\":\"more\"}")
                .bundle(Digest.of(bundle)));

        assertThat(catalogues.portray(inbox.open(SOON).get(0)))
                .isEqualTo(new Portrayal("github repos.create", "WRITE", null));
    }

    @Test
    void knowsPeopleByThePolicyThatTheDecisionNames() {
        byte[] first = bundle("people:\n  mika: { name: Mika Sato, slack: T1/U1 }\n", CATALOGUE);
        byte[] second = bundle("people:\n  ann: { slack: T1/U1 }\n", CATALOGUE);
        publish("default", first);
        publish("default", second);
        pending(Asked.request("r-1").bundle(Digest.of(first)));

        Cast cast = casts.of(inbox.open(SOON).get(0));

        assertThat(cast.personOfSlack("T1/U1")).hasValue("mika");
        assertThat(cast.name("mika")).isEqualTo("Mika Sato");
    }

    @Test
    void knowsNobodyByAPolicyThatIsNotAtHand() {
        publish("default", bundle("people:\n  mika: { slack: T1/U1 }\n", CATALOGUE));
        pending(Asked.request("r-1"));

        assertThat(casts.of(inbox.open(SOON).get(0)).personOfSlack("T1/U1")).isEmpty();
    }

    @Test
    void tellsOfEveryChangeOnce() {
        List<String> told = new ArrayList<>();
        inbox.onChange(entry -> told.add(entry.digest()));
        Asked asked = Asked.request("r-1").quorum(2).asking("mika", "ann");

        pending(asked);
        pending(asked);
        pending(asked.seq(9).said("mika", VerdictChoice.APPROVE));
        ended(asked, Outcome.APPROVED, Reason.APPROVED_BY_PEOPLE);
        ended(asked, Outcome.APPROVED, Reason.APPROVED_BY_PEOPLE);

        assertThat(told).containsExactly(asked.digest(), asked.digest(), asked.digest());
        assertThat(inbox.get(asked.digest())).map(InboxEntry::closing).isPresent();
    }

    @Test
    void believesABundleOnlyAboutTheDomainOfItsKey() {
        byte[] bundle = bundle("people: { mika: { slack: T1/U1 } }", CATALOGUE);
        pending(Asked.request("r-1").bundle(Digest.of(bundle)));
        InboxEntry entry = inbox.open(SOON).get(0);

        publish("other", bundle);
        assertThat(casts.personOfSlack(entry, "T1/U1")).isEmpty();
        assertThat(catalogues.portray(entry).effect()).isNull();

        publish("default", bundle);
        assertThat(casts.personOfSlack(entry, "T1/U1")).hasValue("mika");
    }

    @Test
    void takesAUserForSomebodyOnlyWhileTheNewestPolicySaysSoToo() {
        byte[] first = bundle(1, "people: { mika: { slack: T1/U1 }, ann: { slack: T1/U2 } }", CATALOGUE);
        byte[] second = bundle(2, "people: { mika: { slack: T1/U9 }, ann: { slack: T1/U2 } }", CATALOGUE);
        publish("default", first);
        pending(Asked.request("r-1").bundle(Digest.of(first)));
        InboxEntry entry = inbox.open(SOON).get(0);
        assertThat(casts.personOfSlack(entry, "T1/U1")).hasValue("mika");

        publish("default", second);
        publish("default", first); // an old one once more changes nothing

        assertThat(casts.personOfSlack(entry, "T1/U1")).isEmpty();
        assertThat(casts.personOfSlack(entry, "T1/U9")).isEmpty();
        assertThat(casts.personOfSlack(entry, "T1/U2")).hasValue("ann");
    }

    private void publish(String domain, byte[] bundle) {
        byte[] key = domain.getBytes(StandardCharsets.UTF_8);
        records.bundle(new ConsumerRecord<>("seks.policies", PARTITION, 0, key, bundle));
    }

    private void pending(Asked asked) {
        records.accept(Topic.PENDING, PARTITION, CODECS.decision().encode(asked.pending()));
    }

    private void ended(Asked asked, Outcome outcome, Reason reason) {
        Topic topic = outcome == Outcome.APPROVED ? Topic.APPROVED : Topic.DENIED;
        records.accept(topic, PARTITION, CODECS.decision().encode(asked.ended(outcome, reason)));
    }

    private static byte[] bundle(String catalogue) {
        return bundle("version: 1", catalogue);
    }

    private static byte[] bundle(String policy, String catalogue) {
        return bundle(1, policy, catalogue);
    }

    private static byte[] bundle(int version, String policy, String catalogue) {
        return CODECS.bundle()
                .encode(PolicyBundle.newBuilder()
                        .setDomain("default")
                        .setVersion(version)
                        .setPolicy(new BundleFile("seks-policy.yaml", policy))
                        .setCatalogue(List.of(new BundleFile("catalogue/github.yaml", catalogue)))
                        .setOperators(List.of("mika"))
                        .setAuthor("mika")
                        .setMessage("first")
                        .setCreatedAt(NOW)
                        .build());
    }
}
