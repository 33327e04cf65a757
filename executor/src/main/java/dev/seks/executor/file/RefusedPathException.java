// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.file;

/** Says that a path is not one below the root, or not one that may be used so; the message names no value. */
final class RefusedPathException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedPathException(String message) {
        super(message);
    }
}
