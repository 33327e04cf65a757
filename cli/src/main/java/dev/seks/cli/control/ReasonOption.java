// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.control;

import dev.seks.cli.option.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option by which a person says why they order something. */
public final class ReasonOption {
    private static final int MAX_REASON = 500;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, in your own words; it is recorded.")
    private @Nullable String reason;

    /**
     * What was said; null for nothing.
     *
     * @throws ParameterException when it is blank or too long
     */
    public @Nullable String of(Terminal terminal) {
        if (reason != null && (reason.isBlank() || reason.length() > MAX_REASON)) {
            throw terminal.wrong("--reason, expected a text of at most " + MAX_REASON + " characters");
        }
        return reason;
    }
}
