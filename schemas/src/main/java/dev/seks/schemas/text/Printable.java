// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.text;

/**
 * Foreign text as a terminal or a log may show it: control characters, escape sequences, bidirectional and invisible
 * characters, line separators and broken surrogates appear as escapes such as {@code \n} or <code>\&#117;{202e}</code>.
 */
public final class Printable {
    private static final int SPACE = ' ';
    private static final int TILDE = '~';

    private Printable() {}

    /** The text on one line. */
    public static String of(String text) {
        return escape(text, false);
    }

    /** The text with its own line breaks. */
    public static String block(String text) {
        return escape(text, true);
    }

    /** The text on one line, in double quotes; quotes and backslashes inside are escaped. */
    public static String quoted(String text) {
        return '"' + of(text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
    }

    private static String escape(String text, boolean keepLines) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (keepLines && c == '\n' || isPlain(c)) {
                shown.appendCodePoint(c);
            } else {
                shown.append(escaped(c));
            }
        });
        return shown.toString();
    }

    private static boolean isPlain(int c) {
        if (c >= SPACE && c <= TILDE) {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static String escaped(int c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> "\\u{" + Integer.toHexString(c) + "}";
        };
    }
}
