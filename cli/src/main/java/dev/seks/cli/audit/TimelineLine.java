// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.audit;

import dev.seks.cli.option.Handle;
import dev.seks.cli.option.StateWord;
import dev.seks.client.FinalState;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.text.Printable;
import dev.seks.schemas.wire.RecordJson;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** A request on one line for a person: when, which, who, what, how it stands, why. */
final class TimelineLine {
    private static final int STATE_WIDTH = 15;

    private final Ansi ansi;

    TimelineLine(Ansi ansi) {
        this.ansi = ansi;
    }

    String of(FinalState state) {
        Decision decision = state.decision();
        return String.format(
                Locale.ROOT,
                "%s  %s  %-12s  %-24s  %s  %-3s  %s",
                RecordJson.time(decision.getDecidedAt()).textValue(),
                Handle.of(decision.getRequestDigest()),
                shown(decision.getAgent()),
                what(decision),
                StateWord.of(state).painted(ansi, STATE_WIDTH),
                code(state.result()),
                why(decision));
    }

    private static String what(Decision decision) {
        if (decision.getService() == null) {
            return "(no request) " + decision.getRequestCoordinates().getPartition() + "@"
                    + decision.getRequestCoordinates().getOffset();
        }
        return shown(decision.getService()) + " " + shown(decision.getAction());
    }

    private static String why(Decision decision) {
        String rule = decision.getRule() == null ? "" : "  " + Printable.of(decision.getRule());
        return decision.getReason() + rule;
    }

    private static String code(@Nullable ExecutionResult result) {
        return result == null || result.getStatusCode() == null
                ? ""
                : result.getStatusCode().toString();
    }

    private static String shown(@Nullable String name) {
        return name == null ? "-" : Printable.of(name);
    }
}
