// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.execution;

import dev.seks.cli.option.Handle;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.text.Printable;
import dev.seks.schemas.wire.RecordJson;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** One execution on one line, for a person at a terminal. */
final class ExecutionLine {
    private static final int STATE_WIDTH = 9;

    private final Ansi ansi;

    ExecutionLine(Ansi ansi) {
        this.ansi = ansi;
    }

    String of(Execution execution) {
        State state = execution.state();
        String painted = ansi.string("@|" + state.colour() + " " + state.name() + "|@")
                + " ".repeat(Math.max(0, STATE_WIDTH - state.name().length()));
        return String.format(
                        Locale.ROOT,
                        "%s  %s  %-12s  %-24s  %s  %s",
                        RecordJson.time(execution.at()).textValue(),
                        handle(execution),
                        Printable.of(execution.agent()),
                        what(execution.result()),
                        painted,
                        why(execution))
                .stripTrailing();
    }

    private static String handle(Execution execution) {
        String digest = execution.requestDigest();
        return digest.isEmpty() ? "-       " : Handle.of(digest);
    }

    private static String what(@Nullable ExecutionResult result) {
        return result == null || result.getService().isEmpty()
                ? "-"
                : Printable.of(result.getService()) + " " + Printable.of(result.getAction());
    }

    private static String why(Execution execution) {
        Control resolution = execution.resolution();
        if (resolution != null && resolution.getResolution() != null) {
            return resolution.getResolution() + ", says " + Printable.of(resolution.getPerson()) + ": "
                    + Printable.quoted(resolution.getComment() == null ? "" : resolution.getComment());
        }
        ExecutionResult result = execution.result();
        if (result == null) {
            return execution.claim() == null
                    ? ""
                    : "claimed by " + Printable.of(execution.claim().getClaimedBy());
        }
        String error = result.getError() == null
                ? ""
                : result.getError().getCode() + ": " + result.getError().getMessage();
        String late = late(execution.late());
        return Printable.of(error + (error.isEmpty() || late.isEmpty() ? "" : "; ") + late);
    }

    private static String late(@Nullable ExecutionResult note) {
        if (note == null) {
            return "";
        }
        String code = note.getStatusCode() == null ? "" : " " + note.getStatusCode();
        return "heard later: " + note.getStatus() + code;
    }
}
