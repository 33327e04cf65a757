// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.text;

/** Text of bounded length that never ends unseen. */
public final class Excerpt {
    private Excerpt() {}

    /** The text itself when it has at most {@code most} characters, else its beginning and that it goes on. */
    public static String of(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + " [more in the inbox]";
    }
}
