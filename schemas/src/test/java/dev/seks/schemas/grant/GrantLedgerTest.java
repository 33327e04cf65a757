// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.grant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.GrantEnd;
import dev.seks.schemas.record.GrantEndCause;
import dev.seks.schemas.record.GrantMade;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.record.VerdictGiven;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GrantLedgerTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final String FIRST = "1".repeat(64);
    private static final String SECOND = "2".repeat(64);

    private final GrantLedger ledger = new GrantLedger(100);

    private GrantState state(String id, Instant now) {
        return ledger.find(id).orElseThrow().state(now);
    }

    @Test
    void countsWhatHoldsAndHowMuchOfItIsUsed() {
        ledger.take(grant(FIRST, 1));
        ledger.take(grant(SECOND, 2));
        boolean changed = ledger.take(use(FIRST));

        assertThat(changed).isTrue();
        assertThat(ledger.grants()).extracting(GivenGrant::id).containsExactly(FIRST, SECOND);
        assertThat(ledger.grants()).extracting(GivenGrant::used).containsExactly(1, 0);
        assertThat(ledger.grants()).extracting(GivenGrant::usesLeft).containsExactly(1, 2);
        assertThat(state(FIRST, NOON)).isEqualTo(GrantState.LIVE);
        assertThat(ledger.grants().get(0).endedAt(NOON)).isEmpty();
    }

    @Test
    void saysHowAndWhenAGrantEnded() {
        ledger.take(grant(FIRST, 1));
        ledger.take(grant(SECOND, 2));
        Instant late = NOON.plusSeconds(600);
        assertThat(state(FIRST, late)).isEqualTo(GrantState.EXPIRED);
        assertThat(ledger.grants().get(0).endedAt(late)).contains(late);

        ledger.take(use(FIRST));
        ledger.take(use(FIRST));
        assertThat(state(FIRST, NOON)).isEqualTo(GrantState.USED_UP);
        assertThat(ledger.grants().get(0).endedAt(NOON)).contains(NOON);

        ledger.take(ending(FIRST, "acme", GrantEndCause.REVOKED, "ann"));
        ledger.take(ending(FIRST, "acme", GrantEndCause.POLICY, null));
        ledger.take(ending(SECOND, "acme", GrantEndCause.POLICY, null));
        assertThat(ledger.grants().get(0).ended())
                .isEqualTo(new GivenGrant.Ended(GrantEndCause.REVOKED, "ann", NOON.plusSeconds(5)));
        assertThat(state(FIRST, late)).isEqualTo(GrantState.REVOKED);
        assertThat(state(SECOND, NOON)).isEqualTo(GrantState.ENDED_BY_POLICY);
        assertThat(ledger.grants().get(1).endedAt(NOON)).contains(NOON.plusSeconds(5));
    }

    @Test
    void endsAGrantWhoseEndWasReadFirst() {
        ledger.take(ending(FIRST, "acme", GrantEndCause.REVOKED, "ann"));
        ledger.take(ending(SECOND, "other", GrantEndCause.REVOKED, "ann"));
        assertThat(ledger.grants()).isEmpty();

        ledger.take(grant(FIRST, 1));
        ledger.take(grant(SECOND, 2));

        assertThat(state(FIRST, NOON)).isEqualTo(GrantState.REVOKED);
        assertThat(state(SECOND, NOON)).isEqualTo(GrantState.LIVE);
    }

    @Test
    void mindsNoOtherDomainAndNoDecisionTwice() {
        ledger.take(grant(FIRST, 1));
        ledger.take(ending(FIRST, "other", GrantEndCause.REVOKED, "ann"));
        ledger.take(decision("3".repeat(64), 9)
                .setDomain("other")
                .setGrantId(FIRST)
                .setReason(Reason.ALLOWED_BY_GRANT)
                .build());
        ledger.take(use(SECOND));
        ledger.take(use(FIRST));
        boolean again = ledger.take(grant(FIRST, 1));

        assertThat(again).isFalse();
        assertThat(ledger.grants()).extracting(GivenGrant::used).containsExactly(1);
        assertThat(state(FIRST, NOON)).isEqualTo(GrantState.LIVE);
    }

    @Test
    void namesThoseWhoGaveIt() {
        assertThat(people(List.of("ann"), null)).containsExactly("ann");
        assertThat(people(List.of(), approval())).isEmpty();
        assertThat(people(null, approval())).containsExactly("bob");
        assertThat(people(null, null)).isEmpty();
    }

    private static List<String> people(@Nullable List<String> people, @Nullable Approval approval) {
        GrantMade made = new GrantMade(List.of("repos.*"), null, NOON.plusSeconds(600), 2, people);
        Decision decision = decision(FIRST, 1)
                .setReason(Reason.APPROVED_BY_PEOPLE)
                .setApproval(approval)
                .setGrant(made)
                .build();
        return GrantOrigin.of(decision).people();
    }

    private static Approval approval() {
        return Approval.newBuilder()
                .setApprovers(List.of())
                .setQuorum(1)
                .setExpiresAt(NOON)
                .setVerdicts(List.of(
                        new VerdictGiven("bob", Channel.WEB, VerdictChoice.APPROVE, null, NOON, null, null, null),
                        new VerdictGiven("cid", Channel.WEB, VerdictChoice.DENY, null, NOON, null, null, null)))
                .build();
    }

    @Test
    void forgetsWhoseTimeIsOverFirstWhenItIsFull() {
        GrantLedger small = new GrantLedger(2);
        small.take(lasting(FIRST, 3_600));
        small.take(lasting(SECOND, 60));
        small.take(lasting("4".repeat(64), 600));
        small.take(lasting("5".repeat(64), 30));

        assertThat(small.grants()).extracting(GivenGrant::id).containsExactlyInAnyOrder(FIRST, "4".repeat(64));
        for (int i = 0; i < 10; i++) {
            small.take(ending("%064d".formatted(i), "acme", GrantEndCause.REVOKED, "ann"));
        }
        small.clear();
        small.take(lasting("%064d".formatted(9), 60));
        assertThat(small.grants()).hasSize(1);
        assertThat(small.grants().get(0).ended()).isNull();
    }

    @Test
    void listsWhoseTimeIsNotOverTheFirstToEndInFront() {
        ledger.take(lasting(FIRST, 600));
        ledger.take(lasting(SECOND, 60));

        assertThat(ledger.lasting(NOON)).extracting(GivenGrant::id).containsExactly(SECOND, FIRST);
        assertThat(ledger.lasting(NOON.plusSeconds(60)))
                .extracting(GivenGrant::id)
                .containsExactly(FIRST);
        assertThat(ledger.lasting(NOON.plusSeconds(600))).isEmpty();
    }

    private static Decision lasting(String digest, int seconds) {
        return decision(digest, 1)
                .setReason(Reason.ALLOWED_BY_RULE)
                .setGrant(new GrantMade(List.of("*"), null, NOON.plusSeconds(seconds), 2, List.of()))
                .build();
    }

    private static Decision grant(String digest, long seq) {
        return decision(digest, seq)
                .setReason(Reason.ALLOWED_BY_RULE)
                .setGrant(new GrantMade(
                        List.of("repos.*", "issues.get"), "acme/site", NOON.plusSeconds(600), 2, List.of()))
                .build();
    }

    private static Decision use(String grantId) {
        return decision("3".repeat(64), 9)
                .setReason(Reason.ALLOWED_BY_GRANT)
                .setGrantId(grantId)
                .build();
    }

    private static Decision.Builder decision(String digest, long seq) {
        return Decision.newBuilder()
                .setDomain("acme")
                .setSeq(seq)
                .setAgent("aeonbyte")
                .setService("github")
                .setAction("repos.get")
                .setRequestDigest(digest)
                .setRequestCoordinates(new Coordinates("seks.requests", 0, seq, NOON))
                .setOutcome(Outcome.APPROVED)
                .setExplanation("as told")
                .setRules(List.of())
                .setLimits(List.of())
                .setDecidedAt(NOON);
    }

    private static JournalEntry ending(String grantId, String domain, GrantEndCause cause, @Nullable String person) {
        return JournalEntry.newBuilder()
                .setDomain(domain)
                .setSeq(5L)
                .setAt(NOON.plusSeconds(5))
                .setKind(EventKind.CONTROL)
                .setCause(new Coordinates("seks.controls", 0, 1L, NOON))
                .setOutcomes(List.of())
                .setLimits(List.of())
                .setInputHash("")
                .setOutputHashes(List.of())
                .setDeciderVersion(4)
                .setGrantsEnded(List.of(new GrantEnd(grantId, "aeonbyte", cause, person)))
                .build();
    }
}
