// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.answer;

import org.jspecify.annotations.Nullable;

/**
 * What of an answer may be shown.
 *
 * @param text null when nothing may be
 * @param withheld why; null when there is a text
 */
public record Showing(@Nullable String text, @Nullable Withheld withheld) {

    static Showing of(String text) {
        return new Showing(text, null);
    }

    static Showing none(Withheld why) {
        return new Showing(null, why);
    }
}
