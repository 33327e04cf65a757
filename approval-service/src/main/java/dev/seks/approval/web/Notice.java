// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import dev.seks.approval.verdict.VerdictOutcome;
import java.util.Locale;

/**
 * What a person is told about what they just did.
 *
 * @param tone {@code good} or {@code bad}
 */
public record Notice(String tone, String text) {

    static Notice of(VerdictOutcome outcome) {
        return of(outcome, "your verdict is published; what follows from it shows here");
    }

    /** The same about a grant that they want to end. */
    static Notice ofRevocation(VerdictOutcome outcome) {
        return of(
                outcome,
                "your word is published; that the grant has ended shows here as soon as the broker has read it");
    }

    private static Notice of(VerdictOutcome outcome, String accepted) {
        boolean good = outcome == VerdictOutcome.ACCEPTED;
        String text = good ? accepted : outcome.sentence();
        return new Notice(
                good ? "good" : "bad", text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".");
    }
}
