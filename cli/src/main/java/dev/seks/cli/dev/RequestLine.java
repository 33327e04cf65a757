// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.dev;

import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.text.Printable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** How a request is told in one line: time, agent, action, outcome, rule, latency. */
final class RequestLine {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final int DIGEST_SHOWN = 8;

    private final Ansi ansi;

    RequestLine(Ansi ansi) {
        this.ansi = ansi;
    }

    /** A line about a decision that ends a request, or makes it wait. */
    String of(Decision decision, Instant at) {
        String outcome = switch (decision.getOutcome()) {
            case APPROVED -> paint("green", "approved");
            case DENIED -> paint("red", "denied  ");
            case PENDING -> paint("yellow", "pending ");
        };
        return line(decision, at, outcome, "");
    }

    /** A line about how an approved request ended. */
    String of(Decision decision, ExecutionResult result, Instant at) {
        String code = result.getStatusCode() == null ? "" : " " + result.getStatusCode();
        String outcome = switch (result.getStatus()) {
            case SUCCEEDED -> paint("green", "done    ");
            case FAILED -> paint("red", "failed  ");
            case OUTCOME_UNKNOWN -> paint("red", "unknown ");
            case LAPSED -> paint("red", "lapsed  ");
            case REFUSED -> paint("red", "refused ");
        };
        return line(decision, at, outcome, code);
    }

    private String line(Decision decision, Instant at, String outcome, String code) {
        String who = decision.getAgent() == null ? "-" : Printable.of(decision.getAgent());
        String what =
                decision.getService() == null ? "-" : Printable.of(decision.getService() + " " + decision.getAction());
        String why = decision.getRule() == null ? decision.getReason().name() : decision.getRule();
        long latencyMs = at.toEpochMilli()
                - decision.getRequestCoordinates().getAppendTime().toEpochMilli();
        String handle = decision.getRequestDigest().substring(0, DIGEST_SHOWN);
        return String.format(
                Locale.ROOT,
                "%s  %s  %-12s %-24s %s%s  %s  %s",
                TIME.format(at),
                handle,
                who,
                what,
                outcome,
                code,
                why,
                duration(latencyMs));
    }

    private static String duration(long ms) {
        return ms < 10_000 ? ms + " ms" : ms / 1000 + " s";
    }

    private String paint(String colour, String text) {
        return ansi.string("@|" + colour + " " + text + "|@");
    }
}
