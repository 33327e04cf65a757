// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.credential;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.executor.credential.Secret;
import dev.seks.executor.credential.SecretFile;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Takes a secret from the person at the terminal, who does not see it, or from standard input. Never from an argument or
 * the environment, which other users and child processes can read, and which shells remember.
 */
final class SecretInput {
    private static final int MAX_BYTES = 4 * Secret.MAX_LENGTH;
    private static final Path STANDARD_INPUT = Path.of("/proc/self/fd/0");

    private SecretInput() {}

    /**
     * The value, without its last line break.
     *
     * @throws EnvironmentFault when there is none that can be a secret
     */
    static Secret value(String question, InputStream standardInput) {
        Optional<char[]> typed = typed(question);
        String value = typed.map(SecretInput::wiped).orElseGet(() -> read(standardInput));
        if (!Secret.fits(value)) {
            throw EnvironmentFault.of("the value is " + Secret.UNFIT)
                    .hint("type it when asked, or give it on standard input: ./seks credential set NAME ... < FILE");
        }
        return Secret.of(value);
    }

    /** What a person types without seeing it; empty when nobody is at a terminal. */
    static Optional<char[]> typed(String question) {
        Console console = System.console();
        if (console == null || !isTerminal(console)) {
            return Optional.empty();
        }
        return Optional.ofNullable(console.readPassword("%s", question));
    }

    /** From Java 22 on there is a console without a terminal too, and a method that tells. */
    private static boolean isTerminal(Console console) {
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    private static String wiped(char[] typed) {
        String value = new String(typed);
        Arrays.fill(typed, '\0');
        return value;
    }

    private static String read(InputStream in) {
        if (wouldShow()) {
            throw EnvironmentFault.of("standard input is a terminal, which would show the value as it is typed")
                    .hint("run the command without redirecting its output, or pipe the value into it");
        }
        try {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            try {
                return bytes.length > MAX_BYTES ? "" : SecretFile.text(bytes);
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        } catch (IOException e) {
            throw EnvironmentFault.of("standard input cannot be read");
        }
    }

    /** Whether a person types, but not into a prompt of ours: output alone is redirected. */
    private static boolean wouldShow() {
        try {
            String input = Files.readSymbolicLink(STANDARD_INPUT).toString();
            return input.startsWith("/dev/pts/") || input.startsWith("/dev/tty") || input.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false; // a system that does not tell
        }
    }
}
