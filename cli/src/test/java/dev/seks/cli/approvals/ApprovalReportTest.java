// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.approvals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.cli.approvals.ApprovalReport.Habit;
import dev.seks.cli.approvals.ApprovalReport.OfRule;
import dev.seks.cli.option.LoggedRecords;
import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.record.VerdictGiven;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApprovalReportTest {
    private static final Instant ASKED = Instant.parse("2026-01-05T12:00:00Z");
    private static final String ASKS = "agents.bot.services.github.require_approval[0]";
    private static final String ALSO_ASKS = "agents.bot.services.email.require_approval[0]";

    private final ApprovalReport report = new ApprovalReport(3);

    @Test
    void countsHowRequestsEnded() {
        report.add(approved(ASKS, 10));
        report.add(denied(ASKS, 30));
        report.add(ended(ASKS, Reason.APPROVAL_EXPIRED, 900));
        report.add(ended(ASKS, Reason.CANCELLED, 5));
        report.add(ended(ASKS, Reason.FROZEN, 5));

        Tally all = report.all();
        assertThat(all.asked()).isEqualTo(5);
        assertThat(all.answered()).isEqualTo(2);
        assertThat(List.of(all.approved(), all.denied(), all.expired(), all.cancelled(), all.other()))
                .containsOnly(1);
        assertThat(all.medianMs()).hasValue(20_000);
    }

    @Test
    void leavesOutWhereNobodyWasAsked() {
        Decision allowed = LoggedRecords.decision(1, 1, Outcome.APPROVED).build();
        report.add(allowed);
        report.add(end(ASKS, Reason.APPROVAL_REQUIRED, 1, List.of())
                .setOutcome(Outcome.PENDING)
                .build());

        assertThat(report.all().asked()).isZero();
        assertThat(report.all().medianMs()).isEmpty();
        assertThat(report.rules()).isEmpty();
    }

    @Test
    void takesTheMiddleOfManyTimes() {
        for (int seconds = 1; seconds <= 101; seconds++) {
            report.add(approved(ASKS, seconds));
        }

        assertThat(report.all().medianMs()).hasValue(51_000);
    }

    @Test
    void countsApprovalsThatNobodyCanHaveRead() {
        report.add(approved(ASKS, 2));
        report.add(approved(ASKS, 3));
        report.add(denied(ASKS, 1));

        assertThat(report.all().approvals()).isEqualTo(2);
        assertThat(report.all().hasty()).isEqualTo(1);
    }

    @Test
    void namesRulesThatPeopleAlwaysOrNeverApproveOnceTheyAnsweredOftenEnough() {
        for (int i = 0; i < 3; i++) {
            report.add(approved(ASKS, 60));
            report.add(denied(ALSO_ASKS, 60));
        }
        report.add(ended(ASKS, Reason.APPROVAL_EXPIRED, 900));
        report.add(approved("rare", 60));
        report.add(approved("mixed", 60));
        report.add(approved("mixed", 60));
        report.add(denied("mixed", 60));

        assertThat(report.rules())
                .extracting(OfRule::rule, OfRule::habit)
                .containsExactlyInAnyOrder(
                        tuple(ASKS, Habit.ALWAYS_APPROVED),
                        tuple(ALSO_ASKS, Habit.NEVER_APPROVED),
                        tuple("rare", null),
                        tuple("mixed", null));
        assertThat(report.rules().get(0).rule()).isEqualTo(ASKS);
    }

    @Test
    void saysTheSameToPeopleAndPrograms() {
        for (int i = 0; i < 3; i++) {
            report.add(approved(ASKS, 2));
        }

        JsonNode json = report.json();
        assertThat(json.path("asked").asInt()).isEqualTo(3);
        assertThat(json.path("medianMs").asLong()).isEqualTo(2_000);
        assertThat(json.path("approvalsWithin3s").asInt()).isEqualTo(3);
        assertThat(json.at("/rules/0/habit").textValue()).isEqualTo("ALWAYS_APPROVED");
        assertThat(ReportText.of(report))
                .contains("median time to an answer 2 s; 3 of 3 approvals came within 3 s")
                .last()
                .asString()
                .isEqualTo("     3         3       0        0      2 s          3  " + ASKS
                        + "  (always approved: could it be allowed?)");
    }

    @Test
    void hasNoMoreRulesThanItsBound() {
        for (int i = 0; i < ApprovalReport.MAX_RULES + 5; i++) {
            report.add(approved("rule-" + i, 10));
        }

        assertThat(report.rules()).hasSize(ApprovalReport.MAX_RULES);
        assertThat(report.all().asked()).isEqualTo(ApprovalReport.MAX_RULES + 5);
    }

    private static Decision approved(String rule, int seconds) {
        return answered(rule, Reason.APPROVED_BY_PEOPLE, VerdictChoice.APPROVE, seconds);
    }

    private static Decision denied(String rule, int seconds) {
        return answered(rule, Reason.DENIED_BY_PERSON, VerdictChoice.DENY, seconds);
    }

    private static Decision answered(String rule, Reason reason, VerdictChoice choice, int seconds) {
        VerdictGiven given = VerdictGiven.newBuilder()
                .setPerson("mika")
                .setVerdict(choice)
                .setChannel(Channel.WEB)
                .setComment("")
                .setAt(ASKED.plusSeconds(seconds))
                .build();
        return end(rule, reason, seconds, List.of(given)).build();
    }

    private static Decision ended(String rule, Reason reason, int seconds) {
        return end(rule, reason, seconds, List.of()).build();
    }

    private static Decision.Builder end(String rule, Reason reason, int seconds, List<VerdictGiven> verdicts) {
        return LoggedRecords.decision(1, 1, reason == Reason.APPROVED_BY_PEOPLE ? Outcome.APPROVED : Outcome.DENIED)
                .setRequestCoordinates(new Coordinates("seks.requests", 0, 1L, ASKED))
                .setReason(reason)
                .setRule(rule)
                .setDecidedAt(ASKED.plusSeconds(seconds))
                .setApproval(Approval.newBuilder()
                        .setApprovers(List.of())
                        .setQuorum(1)
                        .setExpiresAt(ASKED.plusSeconds(900))
                        .setVerdicts(verdicts)
                        .build());
    }
}
