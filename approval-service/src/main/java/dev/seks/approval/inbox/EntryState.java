// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.inbox;

/** Whether people can still say something about a request. */
public enum EntryState {
    /** It waits for people. */
    OPEN,
    /** Its time ran out by the clock; the decision that says so may still be on its way. */
    EXPIRED,
    /** It was approved or denied. */
    DECIDED
}
