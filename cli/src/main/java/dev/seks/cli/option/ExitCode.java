// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.option;

/** What the exit codes of every command mean. */
public final class ExitCode {
    public static final int DONE = 0;

    /** A finding, or a final state other than success. */
    public static final int FINDING = 1;

    /** Wrong usage, or an environment in which the command cannot do its work. */
    public static final int ENVIRONMENT = 2;

    public static final int STILL_PENDING = 3;

    private ExitCode() {}
}
