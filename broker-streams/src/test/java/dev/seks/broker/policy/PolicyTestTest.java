// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyTestTest {
    private static final String RULE = "agents.a.services.s.deny[0]";

    private static PolicyTest.Expected expecting(String outcome, String reason, String rule) {
        return new PolicyTest.Expected(outcome, Optional.ofNullable(reason), Optional.ofNullable(rule));
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void denialWithoutAReasonIsMetByWhatTheRulesDenyAndByNothingElse(Reason reason) {
        boolean met = expecting("denied", null, null).isMetBy("denied", reason.name(), List.of());

        assertThat(met).isEqualTo(reason == Reason.DENIED_BY_RULE || reason == Reason.NO_RULE);
    }

    @ParameterizedTest
    @CsvSource({"approved, ALLOWED_BY_RULE", "pending, APPROVAL_REQUIRED"})
    void otherOutcomesWithoutAReasonAreMetByAnyReason(String outcome, String reason) {
        assertThat(expecting(outcome, null, null).isMetBy(outcome, reason, List.of()))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"approved, denied", "pending, approved", "denied, approved", "denied, pending", "approved, pending"})
    void anotherOutcomeIsNeverMet(String expected, String actual) {
        assertThat(expecting(expected, null, null).isMetBy(actual, "NO_RULE", List.of()))
                .isFalse();
        assertThat(expecting(expected, "NO_RULE", null).isMetBy(actual, "NO_RULE", List.of()))
                .isFalse();
    }

    @Test
    void aReasonThatIsSaidMustBeTheReason() {
        PolicyTest.Expected unknown = expecting("denied", "UNKNOWN_ACTION", null);

        assertThat(unknown.isMetBy("denied", "UNKNOWN_ACTION", List.of())).isTrue();
        assertThat(unknown.isMetBy("denied", "NO_RULE", List.of())).isFalse();
    }

    @Test
    void aRuleThatIsSaidMustBeAmongThoseThatDeterminedIt() {
        PolicyTest.Expected byRule = expecting("denied", null, RULE);

        assertThat(byRule.isMetBy("denied", "DENIED_BY_RULE", List.of("agents.a.services.s.deny[1]", RULE)))
                .isTrue();
        assertThat(byRule.isMetBy("denied", "DENIED_BY_RULE", List.of("agents.a.services.s.deny[1]")))
                .isFalse();
        assertThat(byRule.isMetBy("denied", "NO_RULE", List.of())).isFalse();
    }

    @Test
    void isToldInWords() {
        assertThat(expecting("approved", null, null).told()).isEqualTo("approved");
        assertThat(expecting("denied", "DENIED_BY_RULE", RULE).told()).isEqualTo("denied DENIED_BY_RULE by " + RULE);
    }

    /** A word that no decision has could never be met. */
    @Test
    void everyReasonThatATestMayExpectIsOneOfTheRecords() {
        List<String> known = Arrays.stream(Reason.values()).map(Enum::name).toList();
        List<String> outcomes = Arrays.stream(Outcome.values())
                .map(outcome -> outcome.name().toLowerCase(Locale.ROOT))
                .toList();

        assertThat(known).containsAll(PolicyTest.REASONS);
        assertThat(outcomes).contains("approved", "pending", "denied");
    }
}
