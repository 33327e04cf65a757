// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.attempt;

/** Bounds texts that others chose. */
final class Cut {
    private Cut() {}

    /** The text, or as much of its beginning as {@code most} characters hold; no character is cut in two. */
    static String to(int most, String text) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }
}
