// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.fault;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The world around a command is not as it must be: a port is taken, a folder cannot be written, nobody answers. The
 * command line prints the message and the hint, without a stack trace, and ends with exit code 2.
 */
public final class EnvironmentFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String hint;

    private EnvironmentFault(String message, @Nullable String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.hint = hint;
    }

    public static EnvironmentFault of(String message) {
        return new EnvironmentFault(message, null, null);
    }

    public static EnvironmentFault because(String message, Throwable cause) {
        return new EnvironmentFault(message, null, cause);
    }

    /** This thread was told to stop, and stays so. */
    public static EnvironmentFault interrupted(InterruptedException why) {
        Thread.currentThread().interrupt();
        return because("interrupted", why);
    }

    /** Kafka does not give the log, or not to its end. */
    public static EnvironmentFault ofLog(RuntimeException why) {
        return because("the log cannot be read: " + why.getMessage(), why);
    }

    /** The same fault with a sentence on what to do about it. */
    public EnvironmentFault hint(String whatToDo) {
        return new EnvironmentFault(getMessage(), whatToDo, getCause());
    }

    public Optional<String> hint() {
        return Optional.ofNullable(hint);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
