// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.inbox;

import org.jspecify.annotations.Nullable;

/**
 * What a request would do, in the words of the action catalogue that the decision names.
 *
 * @param summary one line, e.g. {@code create repository site}
 * @param effect e.g. {@code WRITE}; null when the catalogue is not at hand
 * @param resource what it touches, e.g. {@code acme/site}; null when the catalogue names none
 */
public record Portrayal(
        String summary, @Nullable String effect, @Nullable String resource) {

    /** The same, which asks for a grant besides. */
    Portrayal withGrant(String told) {
        return new Portrayal(summary + ", and without asking again: " + told, effect, resource);
    }

    /** How a request is shown whose catalogue is not at hand: by its names alone. */
    static Portrayal ofNames(String service, String action) {
        return new Portrayal(service + " " + action, null, null);
    }
}
