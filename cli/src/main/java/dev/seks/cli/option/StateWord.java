// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.option;

import dev.seks.client.FinalState;
import dev.seks.schemas.record.ExecutionStatus;
import picocli.CommandLine.Help.Ansi;

/** One word for where a request stands: how its execution ended, else what was decided. */
public record StateWord(String word, String colour) {

    public static StateWord of(FinalState state) {
        ExecutionStatus status = state.status();
        if (status != null) {
            return new StateWord(status.name(), status == ExecutionStatus.SUCCEEDED ? "green" : "red");
        }
        return new StateWord(
                state.outcome().name(),
                switch (state.outcome()) {
                    case APPROVED -> "green";
                    case DENIED -> "red";
                    case PENDING -> "yellow";
                });
    }

    /** The word in its colour, where colours are wanted. */
    public String painted(Ansi ansi) {
        return ansi.string("@|" + colour + " " + word + "|@");
    }

    /** The same on {@code width} columns. */
    public String painted(Ansi ansi, int width) {
        return painted(ansi) + " ".repeat(Math.max(0, width - word.length()));
    }
}
