// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import dev.seks.schemas.text.Printable;
import org.jspecify.annotations.Nullable;

/**
 * What stands around every page.
 *
 * @param person who is signed in, or null
 * @param formToken of the session, or null
 */
public record Frame(
        String title, @Nullable String person, @Nullable String formToken) {

    static Frame signedOut(String title) {
        return new Frame(title, null, null);
    }

    static Frame of(String title, Session session) {
        return new Frame(title, Printable.of(session.who().label()), session.formToken());
    }

    @Override
    public String toString() {
        return "Frame[title=" + title + ", person=" + person + ", formToken=[redacted]]";
    }
}
