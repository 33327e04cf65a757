// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.record.VerdictGiven;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VoucherTest {
    private static final String ISSUER = "https://login.acme.example";

    private final Story story = Story.withSeedPolicy();
    private final Decision pending = story.ask("github", "repos.create", "{\"name\":\"site\"}");

    @Test
    void namesTheProviderAndItsNameForThePersonInTheDecision() {
        give(Map.of("signIn", "sso", "issuer", ISSUER, "subject", "248289761001", "email", "ann@acme.example"));

        assertThat(given().getPerson()).isEqualTo("ann");
        assertThat(given().getIssuer()).isEqualTo(ISSUER);
        assertThat(given().getSubject()).isEqualTo("248289761001");
    }

    @Test
    void namesTheSlackTeamAndUser() {
        give(Map.of("slack.team", "T024BE7LD", "slack.user", "U2147483697", "slack.channel", "C1"));

        assertThat(given().getIssuer()).isEqualTo("T024BE7LD");
        assertThat(given().getSubject()).isEqualTo("U2147483697");
    }

    @Test
    void namesNobodyWhereNobodyVouched() {
        give(Map.of("signIn", "local"));

        assertThat(given().getIssuer()).isNull();
        assertThat(given().getSubject()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 256, 100_000})
    void countsTheVerdictAndKeepsTheDecisionSmallWhateverTheEvidence(int length) {
        give(Map.of("issuer", ISSUER, "subject", "s".repeat(length)));

        assertThat(given().getVerdict()).isEqualTo(VerdictChoice.APPROVE);
        assertThat(given().getIssuer()).isNull();
        assertThat(given().getSubject()).isNull();
    }

    @Test
    void keepsTheLongestThatFits() {
        give(Map.of("issuer", ISSUER, "subject", "s".repeat(Voucher.MAX_LENGTH)));

        assertThat(given().getSubject()).hasSize(Voucher.MAX_LENGTH);
    }

    private void give(Map<String, String> evidence) {
        story.give(story.verdict(pending, "ann", VerdictChoice.APPROVE).setEvidence(evidence));
    }

    private VerdictGiven given() {
        return story.lastDecision().getApproval().getVerdicts().get(0);
    }
}
