// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.answer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * Every way in which one character of a text can be read, wherever one starts: as it stands, or as the escape that it
 * begins, whose own characters may be escaped in turn. Escapes are those of percent-encoding, of JSON and JavaScript,
 * and the character references of HTML. A reading of the next depth differs from the one before only where the character
 * there begins an escape.
 */
final class Spelling {
    /** Escapes within escapes deeper than this were made to confuse. */
    static final int MAX_DEPTH = 6;

    /** The references that HTML has for the characters of secrets. */
    private static final Map<String, Character> NAMED = Map.ofEntries(
            Map.entry("amp", '&'),
            Map.entry("lt", '<'),
            Map.entry("gt", '>'),
            Map.entry("quot", '"'),
            Map.entry("apos", '\''),
            Map.entry("nbsp", ' '),
            Map.entry("excl", '!'),
            Map.entry("num", '#'),
            Map.entry("dollar", '$'),
            Map.entry("percnt", '%'),
            Map.entry("lpar", '('),
            Map.entry("rpar", ')'),
            Map.entry("ast", '*'),
            Map.entry("plus", '+'),
            Map.entry("comma", ','),
            Map.entry("period", '.'),
            Map.entry("sol", '/'),
            Map.entry("colon", ':'),
            Map.entry("semi", ';'),
            Map.entry("equals", '='),
            Map.entry("quest", '?'),
            Map.entry("commat", '@'),
            Map.entry("lsqb", '['),
            Map.entry("lbrack", '['),
            Map.entry("bsol", '\\'),
            Map.entry("rsqb", ']'),
            Map.entry("rbrack", ']'),
            Map.entry("hat", '^'),
            Map.entry("lowbar", '_'),
            Map.entry("grave", '`'),
            Map.entry("lcub", '{'),
            Map.entry("lbrace", '{'),
            Map.entry("verbar", '|'),
            Map.entry("vert", '|'),
            Map.entry("rcub", '}'),
            Map.entry("rbrace", '}'));

    private static final int LONGEST_NAME = 7;
    private static final int LONGEST_NUMBER = 10;
    private static final String SIMPLE = "ntrbf\\/\"'";
    private static final String SIMPLE_MEANING = "\n\t\r\b\f\\/\"'";

    private final int[] text;
    private final int[][] characters = new int[MAX_DEPTH + 1][];
    private final int[][] nexts = new int[MAX_DEPTH + 1][];
    private final int depth;
    private final boolean deeper;

    Spelling(String text) {
        this.text = text.codePoints().toArray();
        characters[0] = this.text;
        nexts[0] = new int[this.text.length];
        for (int i = 0; i < this.text.length; i++) {
            nexts[0][i] = i + 1;
        }
        int read = 0;
        boolean more = true;
        while (more && read < MAX_DEPTH) {
            more = new Reader(read).read(read + 1);
            read += more ? 1 : 0;
        }
        this.depth = read;
        this.deeper = more && read == MAX_DEPTH && new Reader(MAX_DEPTH).read(MAX_DEPTH);
    }

    /** How many characters there are. */
    int length() {
        return text.length;
    }

    /** How deep there is something to read. */
    int depth() {
        return depth;
    }

    /** Whether there would be more to read beyond that. */
    boolean isDeeper() {
        return deeper;
    }

    /** The character that stands here when it is read so deep. */
    int character(int at, int depth) {
        return characters[depth][at];
    }

    /** Where the next one begins. */
    int next(int at, int depth) {
        return nexts[depth][at];
    }

    /** Whether reading so deep says something else than reading less deep. */
    boolean differs(int at, int depth) {
        return depth == 0 || nexts[depth][at] != nexts[depth - 1][at];
    }

    /** The characters from here to there, as they stand. */
    String part(int from, int to) {
        return new String(text, from, to - from);
    }

    /** Reads every character one layer deeper than it was read before. */
    private final class Reader {
        private final int[] c;
        private final int[] n;
        private int value;
        private int end;

        Reader(int depth) {
            this.c = characters[depth];
            this.n = nexts[depth];
        }

        /** Whether there was any escape; its results are kept only then. */
        boolean read(int newDepth) {
            int[] newCharacters = c.clone();
            int[] newNexts = n.clone();
            boolean found = false;
            for (int i = 0; i < text.length; i++) {
                if (escape(i)) {
                    newCharacters[i] = value;
                    newNexts[i] = end;
                    found = true;
                }
            }
            if (found) {
                characters[newDepth] = newCharacters;
                nexts[newDepth] = newNexts;
            }
            return found;
        }

        private boolean escape(int at) {
            return switch (c[at]) {
                case '%' -> percent(n[at]);
                case '\\' -> backslash(n[at]);
                case '&' -> reference(n[at]);
                default -> false;
            };
        }

        /** One more character, and where the one after it begins; -1 behind the last. */
        private int at(int from) {
            return from < text.length ? c[from] : -1;
        }

        private int after(int from) {
            return from < text.length ? n[from] : from;
        }

        private boolean is(int from, String one) {
            int character = at(from);
            return character > 0 && character < 128 && one.indexOf(character) >= 0;
        }

        private boolean found(int codePoint, int next) {
            value = codePoint;
            end = next;
            return Character.isValidCodePoint(codePoint);
        }

        private boolean percent(int from) {
            if (is(from, "uU") && hex(after(from), 4)) {
                return found(value, end);
            }
            if (!hex(from, 2)) {
                return false;
            }
            int first = value;
            int afterFirst = end;
            int more = first < 0xc2 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf5 ? 3 : 0;
            return more > 0 && several(first, more, afterFirst) || found(first, afterFirst);
        }

        /** A character of several bytes, each percent-encoded. */
        private boolean several(int first, int more, int from) {
            byte[] utf8 = new byte[more + 1];
            utf8[0] = (byte) first;
            int next = from;
            for (int i = 1; i <= more; i++) {
                if (at(next) != '%' || !hex(after(next), 2)) {
                    return false;
                }
                utf8[i] = (byte) value;
                next = end;
            }
            try {
                String character = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(utf8))
                        .toString();
                return found(character.codePointAt(0), next);
            } catch (CharacterCodingException e) {
                return false;
            }
        }

        private boolean backslash(int from) {
            if (is(from, "uU")) {
                return unicode(after(from));
            }
            if (is(from, "xX")) {
                return hex(after(from), 2) && found(value, end);
            }
            return is(from, SIMPLE) && found(SIMPLE_MEANING.charAt(SIMPLE.indexOf(at(from))), after(from));
        }

        private boolean unicode(int from) {
            if (at(from) == '{') {
                return braced(after(from));
            }
            if (!hex(from, 4)) {
                return false;
            }
            int unit = value;
            int next = end;
            boolean isHigh = Character.isHighSurrogate((char) unit);
            if (isHigh && at(next) == '\\' && is(after(next), "uU") && hex(after(after(next)), 4)) {
                return Character.isLowSurrogate((char) value)
                        ? found(Character.toCodePoint((char) unit, (char) value), end)
                        : found(unit, next);
            }
            return found(unit, next);
        }

        private boolean braced(int from) {
            int next = from;
            int number = 0;
            int digits = 0;
            while (digits < 6 && digit(at(next), true) >= 0) {
                number = number << 4 | digit(at(next), true);
                next = after(next);
                digits++;
            }
            return digits > 0 && at(next) == '}' && found(number, after(next));
        }

        private boolean reference(int from) {
            if (at(from) == '#') {
                return numbered(after(from));
            }
            StringBuilder name = new StringBuilder();
            int next = from;
            while (name.length() < LONGEST_NAME && at(next) > 0 && at(next) < 128 && Character.isLetter(at(next))) {
                name.appendCodePoint(at(next));
                next = after(next);
            }
            Character named = NAMED.get(name.toString().toLowerCase(Locale.ROOT));
            return named != null && at(next) == ';' && found(named, after(next));
        }

        private boolean numbered(int from) {
            boolean isHex = is(from, "xX");
            int next = isHex ? after(from) : from;
            long number = 0;
            int digits = 0;
            while (digits < LONGEST_NUMBER && digit(at(next), isHex) >= 0) {
                number = number * (isHex ? 16 : 10) + digit(at(next), isHex);
                next = after(next);
                digits++;
            }
            return digits > 0
                    && number <= Character.MAX_CODE_POINT
                    && found((int) number, at(next) == ';' ? after(next) : next);
        }

        /** A number of so many hexadecimal digits, into value and end. */
        private boolean hex(int from, int digits) {
            int number = 0;
            int next = from;
            for (int i = 0; i < digits; i++) {
                int digit = digit(at(next), true);
                if (digit < 0) {
                    return false;
                }
                number = number << 4 | digit;
                next = after(next);
            }
            value = number;
            end = next;
            return true;
        }

        private static int digit(int character, boolean isHex) {
            boolean isDecimal = character >= '0' && character <= '9';
            return isDecimal || (isHex && HexFormat.isHexDigit(character)) ? HexFormat.fromHexDigit(character) : -1;
        }
    }
}
