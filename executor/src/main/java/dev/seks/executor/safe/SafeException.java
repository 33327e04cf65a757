// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.safe;

/** A safe that cannot be opened or written. The message is for an operator: it names files and holds no secret. */
public final class SafeException extends Exception {
    private static final long serialVersionUID = 1L;

    public SafeException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
