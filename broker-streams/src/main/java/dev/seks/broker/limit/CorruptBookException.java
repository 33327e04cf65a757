// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.limit;

/** The bytes are no limit book. The history of its windows is lost to the reader, so whoever catches this admits nothing. */
public final class CorruptBookException extends RuntimeException {

    CorruptBookException(String message) {
        super(message);
    }
}
