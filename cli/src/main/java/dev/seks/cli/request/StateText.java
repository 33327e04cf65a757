// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.request;

import dev.seks.cli.option.Handle;
import dev.seks.cli.option.JsonLine;
import dev.seks.cli.option.NotWhole;
import dev.seks.cli.option.StateWord;
import dev.seks.client.FinalState;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.RuleReference;
import dev.seks.schemas.text.Printable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** A final state for a person at a terminal. */
final class StateText {
    private final Ansi ansi;

    StateText(Ansi ansi) {
        this.ansi = ansi;
    }

    String of(FinalState state) {
        Decision decision = state.decision();
        ExecutionResult result = state.result();
        List<String> lines = new ArrayList<>();
        lines.add(StateWord.of(state).painted(ansi) + "  " + what(decision) + code(result));
        lines.add("  reason   " + decision.getReason() + ": " + Printable.of(decision.getExplanation()));
        decision.getRules().stream().findFirst().ifPresent(rule -> lines.add("  rule     " + rule(rule)));
        lines.add("  request  " + Handle.of(decision.getRequestDigest()) + " as "
                + Printable.of(String.valueOf(decision.getAgent())) + ", id "
                + Printable.of(String.valueOf(decision.getRequestId())));
        if (result != null && result.getError() != null) {
            lines.add("  error    " + Printable.of(result.getError().getCode()) + ": "
                    + Printable.of(result.getError().getMessage()));
        }
        if (result != null && result.getBodyTruncated()) {
            lines.add("  note     " + NotWhole.of(result));
        }
        if (!state.body().isNull()) {
            lines.add(JsonLine.pretty(state.body()));
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static String what(Decision decision) {
        return decision.getService() == null
                ? "(no request)"
                : Printable.of(decision.getService() + " " + decision.getAction());
    }

    private static String code(@Nullable ExecutionResult result) {
        return result == null || result.getStatusCode() == null ? "" : "  (HTTP " + result.getStatusCode() + ")";
    }

    private static String rule(RuleReference rule) {
        return Printable.of(rule.getPath() + " (" + rule.getFile() + ":" + rule.getLine() + ")");
    }
}
