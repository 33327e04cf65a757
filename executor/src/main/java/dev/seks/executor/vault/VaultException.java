// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.vault;

/** A vault that gives nothing, and why. The message is for an operator and holds no secret. */
final class VaultException extends Exception {
    private static final long serialVersionUID = 1L;

    VaultException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
