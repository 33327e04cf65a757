// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.cases;

/** An engine has no words for what a case is about; the message says for what. */
final class NoWordsException extends Exception {
    private static final long serialVersionUID = 1;

    NoWordsException(String about) {
        super(about);
    }
}
