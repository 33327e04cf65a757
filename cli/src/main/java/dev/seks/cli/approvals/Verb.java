// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.approvals;

import java.util.Locale;

/** What to do with approvals. */
enum Verb {
    LIST,
    SHOW,
    APPROVE,
    DENY;

    boolean needsHandle() {
        return this != LIST;
    }

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
