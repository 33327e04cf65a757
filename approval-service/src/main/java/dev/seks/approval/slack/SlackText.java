// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import dev.seks.approval.text.Excerpt;
import dev.seks.schemas.text.Printable;

/** Foreign text for Slack's mrkdwn: it can neither format, nor link, nor call anybody. */
final class SlackText {
    /** Before a character of the markup it takes away the markup's meaning and is not seen. */
    private static final char WORD_JOINER = '\u2060';

    private SlackText() {}

    /** Foreign text on one line of at most {@code most} characters, and said so where there is more. */
    static String line(String text, int most) {
        return escape(Excerpt.of(Printable.of(text), most));
    }

    static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        Printable.of(text).codePoints().forEach(character -> {
            switch (character) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '*', '_', '~', '`', '@', '#', ':' ->
                    out.append(WORD_JOINER).appendCodePoint(character).append(WORD_JOINER);
                default -> out.appendCodePoint(character);
            }
        });
        return out.toString();
    }
}
