// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.approvals;

/** What a person can press in the inbox of the terminal. */
enum Key {
    UP,
    DOWN,
    SHOW,
    APPROVE,
    APPROVE_FOR_A_WHILE,
    DENY,
    YES,
    BACK,
    QUIT,
    /** Anything else, which means nothing. */
    OTHER
}
