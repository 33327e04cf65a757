// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import dev.seks.schemas.record.JournalEntry;
import java.util.Optional;

/**
 * What became of a published bundle.
 *
 * @param entry the journal entry that says so; empty while no broker has come to it
 */
public record Standing(Word word, Optional<JournalEntry> entry) {
    static final Standing UNREAD = new Standing(Word.WAITING, Optional.empty());

    /** The three things that can become of it. */
    public enum Word {
        /** It came into force. */
        ACTIVATED,
        /** It did not; the one before stays in force. */
        REFUSED,
        /** No broker has come to it. */
        WAITING
    }

    /** The broker's sentence; empty while there is none. */
    public String reason() {
        return entry.map(JournalEntry::getExplanation).orElse("");
    }
}
