// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.text;

import java.util.function.IntFunction;

/**
 * Makes characters that cannot be seen, or that change how others are seen, stand for themselves: controls, text
 * direction marks, zero-width characters, unassigned and private ones. What is returned reads in the order in which it
 * was written.
 */
public final class Visible {
    private static final int NO_BREAK_SPACE = 0xA0;
    private static final int BRAILLE_BLANK = 0x2800;
    private static final int HANGUL_FILLER = 0x3164;
    private static final int HALF_WIDTH_HANGUL_FILLER = 0xFFA0;

    private Visible() {}

    /** One line of text: line breaks and tabs are shown too. */
    public static String line(String text) {
        return replace(text, false, Visible::mark);
    }

    /** Text of several lines: line feeds and tabs stay what they are. */
    public static String lines(String text) {
        return replace(text.replace("\r\n", "\n"), true, Visible::mark);
    }

    /** JSON text, which stays valid and keeps its meaning: what cannot be seen is written as an escape. */
    static String json(String json) {
        return replace(json, true, Visible::escape);
    }

    /** Whether a character is hidden, moves others, or has no fixed look. */
    static boolean isHidden(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            case Character.SPACE_SEPARATOR -> character != ' ';
            default -> isBlankLetter(character) || isVariationSelector(character);
        };
    }

    private static boolean isBlankLetter(int character) {
        return character == NO_BREAK_SPACE
                || character == BRAILLE_BLANK
                || character == HANGUL_FILLER
                || character == HALF_WIDTH_HANGUL_FILLER
                || character == 0x115F
                || character == 0x1160
                || character == 0x034F; // combining grapheme joiner
    }

    private static boolean isVariationSelector(int character) {
        return character >= 0xFE00 && character <= 0xFE0E || character >= 0xE0100 && character <= 0xE01EF;
    }

    private static String replace(String text, boolean keepLayout, IntFunction<String> shown) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            boolean layout = keepLayout && (character == '\n' || character == '\t');
            if (layout || !isHidden(character)) {
                out.appendCodePoint(character);
            } else {
                out.append(shown.apply(character));
            }
        });
        return out.toString();
    }

    private static String mark(int character) {
        return "\u27E6U+%04X\u27E7".formatted(character);
    }

    private static String escape(int character) {
        StringBuilder out = new StringBuilder();
        for (char unit : Character.toChars(character)) {
            out.append("\\u%04X".formatted((int) unit));
        }
        return out.toString();
    }
}
