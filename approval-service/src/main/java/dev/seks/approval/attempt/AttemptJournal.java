// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.attempt;

import java.util.Map;

/** Where refused attempts are kept. Safe for use by many threads. */
public interface AttemptJournal {
    /** Keeps none. */
    AttemptJournal NONE = new AttemptJournal() {
        @Override
        public void refused(RefusedAttempt attempt) {}

        @Override
        public Map<String, Long> counts() {
            return Map.of();
        }
    };

    /** Hears of one; returns at once, whatever becomes of it, and never throws. */
    void refused(RefusedAttempt attempt);

    /** How many became what since the process started, by a closed set of words in lower case. */
    Map<String, Long> counts();
}
