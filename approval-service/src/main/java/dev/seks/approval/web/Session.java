// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import java.time.Instant;

/**
 * A person who signed in with a browser.
 *
 * @param formToken must come back with every form that changes something
 */
record Session(String person, String formToken, Instant endsAt) {

    boolean permits(String givenFormToken) {
        return Tokens.matches(givenFormToken, Tokens.digest(formToken));
    }

    @Override
    public String toString() {
        return "Session[person=" + person + ", formToken=[redacted], endsAt=" + endsAt + "]";
    }
}
