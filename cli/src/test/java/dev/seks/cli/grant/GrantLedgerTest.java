// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.grant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.GrantEnd;
import dev.seks.schemas.record.GrantEndCause;
import dev.seks.schemas.record.GrantMade;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrantLedgerTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final String FIRST = "1".repeat(64);
    private static final String SECOND = "2".repeat(64);

    private final GrantLedger ledger = new GrantLedger("acme");

    @Test
    void listsWhatHoldsAndHowMuchOfItIsUsed() {
        ledger.take(use(FIRST));
        ledger.take(grant(FIRST, 1));
        ledger.take(grant(SECOND, 2));

        assertThat(ledger.grants()).extracting(ListedGrant::id).containsExactly(FIRST, SECOND);
        assertThat(ledger.grants()).extracting(ListedGrant::used).containsExactly(1, 0);
        assertThat(ledger.grants().get(0).word(NOON)).isEqualTo(GrantWord.LIVE);
        assertThat(ledger.grants().get(0).line(NOON))
                .isEqualTo("111111111111  live  aeonbyte  github repos.*,issues.get on acme/site"
                        + "  until 2026-11-23T12:10:00Z  1 of 2 used  by the policy");
    }

    @Test
    void saysHowAGrantEnded() {
        ledger.take(grant(FIRST, 1));
        assertThat(ledger.grants().get(0).word(NOON.plusSeconds(600))).isEqualTo(GrantWord.EXPIRED);

        ledger.take(use(FIRST));
        ledger.take(use(FIRST));
        assertThat(ledger.grants().get(0).word(NOON)).isEqualTo(GrantWord.USED_UP);

        ledger.take(ending(FIRST, "acme", GrantEndCause.REVOKED));
        assertThat(ledger.grants().get(0).word(NOON)).isEqualTo(GrantWord.REVOKED);
        assertThat(ledger.grants().get(0).json(NOON).get("state").asText()).isEqualTo("REVOKED");
    }

    @Test
    void mindsNoOtherDomainAndNoEndOfWhatItDoesNotKnow() {
        ledger.take(grant(FIRST, 1));
        ledger.take(ending(FIRST, "other", GrantEndCause.REVOKED));
        ledger.take(ending(SECOND, "acme", GrantEndCause.POLICY));

        assertThat(ledger.grants()).extracting(grant -> grant.word(NOON)).containsExactly(GrantWord.LIVE);
    }

    private static Decision grant(String digest, long seq) {
        return decision(digest, seq)
                .setReason(Reason.ALLOWED_BY_RULE)
                .setGrant(new GrantMade(List.of("repos.*", "issues.get"), "acme/site", NOON.plusSeconds(600), 2))
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

    private static JournalEntry ending(String grantId, String domain, GrantEndCause cause) {
        return JournalEntry.newBuilder()
                .setDomain(domain)
                .setSeq(5L)
                .setAt(NOON)
                .setKind(EventKind.CONTROL)
                .setCause(new Coordinates("seks.controls", 0, 1L, NOON))
                .setOutcomes(List.of())
                .setLimits(List.of())
                .setInputHash("")
                .setOutputHashes(List.of())
                .setDeciderVersion(4)
                .setGrantsEnded(List.of(new GrantEnd(grantId, "aeonbyte", cause)))
                .build();
    }
}
