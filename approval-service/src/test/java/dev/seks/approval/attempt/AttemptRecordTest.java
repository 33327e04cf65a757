// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.approval.Asked;
import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.approval.signon.SignOnOutcome;
import dev.seks.approval.verdict.VerdictOutcome;
import dev.seks.schemas.record.Attempt;
import dev.seks.schemas.record.AttemptIdentity;
import dev.seks.schemas.record.AttemptReason;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.VerdictChoice;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttemptRecordTest {
    private static final String PARAMS = "{\"name\":\"a-marker-in-the-params\"}";

    @Test
    void saysWhatIsToBeToldAndNothingElseOfTheRequest() {
        Attempt attempt = AttemptRecord.of(
                RefusedAttempt.of(AttemptReason.NOT_ENTITLED, Channel.SLACK)
                        .by(Who.of("mika", Map.of("slack.team", "T1", "slack.user", "U1", "slack.message", "17.1")))
                        .from("192.0.2.7")
                        .about(About.of(entry()))
                        .saying(VerdictChoice.APPROVE),
                Asked.NOW.plusNanos(1),
                9);

        assertThat(attempt)
                .isEqualTo(Attempt.newBuilder()
                        .setAt(Asked.NOW)
                        .setReason(AttemptReason.NOT_ENTITLED)
                        .setChannel(Channel.SLACK)
                        .setDomain("default")
                        .setRequestId("r-1")
                        .setAgent("aeonbyte")
                        .setRequestDigest(entry().digest())
                        .setVerdict(VerdictChoice.APPROVE)
                        .setPerson("mika")
                        .setIdentity(new AttemptIdentity("T1", "U1", null, true))
                        .setSource("192.0.2.7")
                        .setSuppressedBefore(9)
                        .build());
        assertThat(attempt.toString()).doesNotContain("a-marker");
    }

    @Test
    void namesNobodyWhoIsInNoPolicy() {
        assertThat(Who.of("slack:T1/U1", Map.of()).person()).isNull();
        assertThat(Who.of("sso:eve@acme.example", Map.of()).person()).isNull();
    }

    @Test
    void boundsEveryTextAndCutsNoCharacterInTwo() {
        String issuer = "i".repeat(254) + "\uD83D\uDE00";
        Attempt attempt = AttemptRecord.of(
                RefusedAttempt.of(AttemptReason.CALL_STALE, Channel.SLACK)
                        .by(new Who(null, new Who.Vouched(issuer, "s".repeat(100_000), "e".repeat(256), false)))
                        .from("a".repeat(1_000)),
                Asked.NOW,
                0);

        assertThat(attempt.getIdentity().getIssuer()).isEqualTo("i".repeat(254));
        assertThat(attempt.getIdentity().getSubject()).hasSize(255);
        assertThat(attempt.getIdentity().getEmail()).hasSize(255);
        assertThat(attempt.getIdentity().getProven()).isFalse();
        assertThat(attempt.getSource()).hasSize(64);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ACCEPTED")
    void hasAWordForEveryOutcomeAtTheDesk(VerdictOutcome outcome) {
        assertThat(AttemptReason.valueOf(outcome.name())).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void hasAWordForEverySignOnThatFails(SignOnOutcome.Why why) {
        assertThat(AttemptReason.valueOf("SIGN_ON_" + why.name())).isNotNull();
    }

    private static InboxEntry entry() {
        Asked asked = Asked.request("r-1").params(PARAMS);
        Inbox inbox = new Inbox();
        inbox.pending(asked.pending(), asked.record(), Asked.PARTITION);
        return inbox.get(asked.digest()).orElseThrow();
    }
}
