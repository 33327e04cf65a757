// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

/** The value of a credential. It shows itself to nobody but the caller of {@link #reveal()}. */
public final class Secret {
    /** Longest secret, in characters. */
    public static final int MAX_LENGTH = 16 * 1024;

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
        if (value.isBlank() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a secret of " + value.length() + " characters, expected 1 to " + MAX_LENGTH + ", not all blank");
        }
        return new Secret(value);
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
