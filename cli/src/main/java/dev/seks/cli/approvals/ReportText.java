// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.approvals;

import dev.seks.cli.approvals.ApprovalReport.OfRule;
import dev.seks.schemas.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A report about approvals, for a person at a terminal. */
final class ReportText {
    private static final String COLUMNS = "%6s %9s %7s %8s %8s %10s  %s%s";
    private static final long SECOND = 1_000;
    private static final long FEW_MINUTES = 120 * SECOND;

    private ReportText() {}

    static List<String> of(ApprovalReport report) {
        Tally all = report.all();
        List<String> lines = new ArrayList<>();
        lines.add(all.asked() + " asked, " + all.approved() + " approved, " + all.denied() + " denied, " + all.expired()
                + " expired, " + all.cancelled() + " cancelled, " + all.other() + " ended otherwise");
        lines.add("median time to an answer " + span(all.medianMs()) + "; " + all.hasty() + " of " + all.approvals()
                + " approvals came within " + Tally.HASTY.toSeconds() + " s");
        if (!report.rules().isEmpty()) {
            lines.add("");
            lines.add(String.format(
                    Locale.ROOT,
                    COLUMNS,
                    "asked",
                    "approved",
                    "denied",
                    "expired",
                    "median",
                    "within 3 s",
                    "rule",
                    ""));
            report.rules().forEach(rule -> lines.add(line(rule)));
        }
        return lines;
    }

    private static String line(OfRule rule) {
        Tally tally = rule.tally();
        return String.format(
                Locale.ROOT,
                COLUMNS,
                tally.asked(),
                tally.approved(),
                tally.denied(),
                tally.expired(),
                span(tally.medianMs()),
                tally.hasty(),
                Printable.of(rule.rule()),
                advice(rule.habit()));
    }

    private static String advice(ApprovalReport.@Nullable Habit habit) {
        if (habit == null) {
            return "";
        }
        return switch (habit) {
            case ALWAYS_APPROVED -> "  (always approved: could it be allowed?)";
            case NEVER_APPROVED -> "  (never approved: could it be denied?)";
        };
    }

    private static String span(OptionalLong median) {
        if (median.isEmpty()) {
            return "-";
        }
        long ms = median.getAsLong();
        if (ms < SECOND) {
            return ms + " ms";
        }
        return ms < FEW_MINUTES ? ms / SECOND + " s" : ms / SECOND / 60 + " min";
    }
}
