// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

/** The value of a credential. It shows itself to nobody but the caller of {@link #reveal()}. */
public final class Secret {
    /** Longest secret, in characters. */
    public static final int MAX_LENGTH = 16 * 1024;

    /** What is wrong with a value that does not fit. */
    public static final String UNFIT = "empty, no UTF-8 text or too long, expected 1 to " + MAX_LENGTH + " characters";

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /**
     * The secret with this value.
     *
     * @throws IllegalArgumentException when it is empty or too long
     */
    public static Secret of(String value) {
        if (!fits(value)) {
            throw new IllegalArgumentException(
                    "a secret of " + value.length() + " characters, expected 1 to " + MAX_LENGTH + ", not all blank");
        }
        return new Secret(value);
    }

    /** Whether a value can be a secret: neither blank nor too long. */
    public static boolean fits(String value) {
        return !value.isBlank() && value.length() <= MAX_LENGTH;
    }

    /** The value itself; whoever asks must neither log nor store it. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
