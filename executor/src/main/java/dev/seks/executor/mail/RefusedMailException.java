// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.mail;

/** Says that a mail is not one that may be sent; the message names no value of the agent's. */
final class RefusedMailException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    RefusedMailException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** A stable word for programs. */
    String code() {
        return code;
    }
}
