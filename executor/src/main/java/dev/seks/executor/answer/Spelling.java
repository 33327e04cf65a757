// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.answer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * Text as bytes of UTF-8, each of which knows which bytes of the original it stands for. {@link #read()} undoes one
 * layer of escapes: percent-encoding, escapes of JSON and JavaScript, and character references of HTML, in any mixture.
 */
final class Spelling {
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

    private final byte[] bytes;
    private final int[] starts;
    private final int[] ends;

    private Spelling(byte[] bytes, int[] starts, int[] ends) {
        this.bytes = bytes;
        this.starts = starts;
        this.ends = ends;
    }

    static Spelling of(byte[] text) {
        int[] starts = new int[text.length];
        int[] ends = new int[text.length];
        for (int i = 0; i < text.length; i++) {
            starts[i] = i;
            ends[i] = i + 1;
        }
        return new Spelling(text, starts, ends);
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where, in the original, the bytes from here to there begin. */
    int start(int first) {
        return starts[first];
    }

    /** Where, in the original, they end. */
    int end(int last) {
        return ends[last];
    }

    /** The same with one layer of escapes undone; itself if there is none. */
    Spelling read() {
        Reader reader = new Reader();
        return reader.read() ? reader.read : this;
    }

    /** Goes over the bytes once. A run of the same wrapping (%2525, backslashes, &amp;amp;) is one layer. */
    private final class Reader {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        private final int[] newStarts = new int[bytes.length];
        private final int[] newEnds = new int[bytes.length];
        private Spelling read = Spelling.this;
        private int at;

        boolean read() {
            while (at < bytes.length) {
                boolean isEscape = switch (bytes[at]) {
                    case '%' -> percent();
                    case '\\' -> backslash();
                    case '&' -> reference();
                    default -> false;
                };
                if (!isEscape) {
                    emit(bytes[at], at + 1);
                }
            }
            byte[] all = out.toByteArray();
            if (Arrays.equals(all, bytes)) {
                return false;
            }
            read = new Spelling(all, Arrays.copyOf(newStarts, all.length), Arrays.copyOf(newEnds, all.length));
            return true;
        }

        private void emit(int value, int next) {
            newStarts[out.size()] = starts[at];
            newEnds[out.size()] = ends[next - 1];
            out.write(value);
            at = next;
        }

        /** One character, which never takes more bytes than its escape did. */
        private boolean emitCharacter(int codePoint, int next) {
            if (!Character.isValidCodePoint(codePoint)) {
                return false;
            }
            byte[] utf8 = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
            int from = at;
            for (byte b : utf8) {
                at = from;
                emit(b, next);
            }
            return true;
        }

        private boolean percent() {
            int from = at + 1;
            while (hex(from, 2) == '%' && hex(from + 2, 2) >= 0) {
                from += 2;
            }
            if (hex(from, 2) >= 0) {
                emit(hex(from, 2), from + 2);
                return true;
            }
            boolean old = from < bytes.length && (bytes[from] == 'u' || bytes[from] == 'U') && hex(from + 1, 4) >= 0;
            return old && emitCharacter(hex(from + 1, 4), from + 5);
        }

        private boolean backslash() {
            int from = at;
            while (from + 1 < bytes.length && bytes[from + 1] == '\\') {
                from++;
            }
            int next = from + 1;
            if (from > at) {
                emit('\\', next);
                return true;
            }
            if (next == bytes.length) {
                return false;
            }
            byte c = bytes[next];
            switch (c) {
                case 'u', 'U':
                    return unicode(next + 1);
                case 'x', 'X':
                    return hex(next + 1, 2) >= 0 && emitCharacter(hex(next + 1, 2), next + 3);
                case 'n', 't', 'r', 'b', 'f':
                    emit("\n\t\r\b\f".charAt("ntrbf".indexOf(c)), next + 1);
                    return true;
                default:
                    boolean isPunctuation = c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
                    if (isPunctuation) {
                        emit(c, next + 1);
                    }
                    return isPunctuation;
            }
        }

        private boolean unicode(int from) {
            if (from < bytes.length && bytes[from] == '{') {
                int close = from + 1;
                while (close < bytes.length && close - from <= 6 && hex(close, 1) >= 0) {
                    close++;
                }
                boolean closed = close < bytes.length && bytes[close] == '}' && close > from + 1;
                return closed && emitCharacter(hex(from + 1, close - from - 1), close + 1);
            }
            int unit = hex(from, 4);
            if (unit < 0) {
                return false;
            }
            int low = from + 6 <= bytes.length && bytes[from + 4] == '\\' ? hex(from + 6, 4) : -1;
            boolean isPair = Character.isHighSurrogate((char) unit)
                    && low >= 0
                    && (bytes[from + 5] == 'u' || bytes[from + 5] == 'U')
                    && Character.isLowSurrogate((char) low);
            return isPair
                    ? emitCharacter(Character.toCodePoint((char) unit, (char) low), from + 10)
                    : emitCharacter(unit, from + 4);
        }

        private boolean reference() {
            int from = at + 1;
            while (startsWith(from, "amp;") && from + 4 < bytes.length && isReferenceStart(bytes[from + 4])) {
                from += 4;
            }
            if (from < bytes.length && bytes[from] == '#') {
                return numbered(from + 1);
            }
            int end = from;
            while (end < bytes.length && end - from <= LONGEST_NAME && Character.isLetter(bytes[end])) {
                end++;
            }
            if (end == bytes.length || bytes[end] != ';') {
                return false;
            }
            String name = new String(bytes, from, end - from, StandardCharsets.US_ASCII);
            Character named = NAMED.get(name.toLowerCase(Locale.ROOT));
            return named != null && emitCharacter(named, end + 1);
        }

        private boolean numbered(int from) {
            boolean isHex = from < bytes.length && (bytes[from] == 'x' || bytes[from] == 'X');
            int first = isHex ? from + 1 : from;
            int end = first;
            long number = 0;
            while (end < bytes.length && end - first < LONGEST_NUMBER && digit(bytes[end], isHex) >= 0) {
                number = number * (isHex ? 16 : 10) + digit(bytes[end], isHex);
                end++;
            }
            if (end == first || number > Character.MAX_CODE_POINT) {
                return false;
            }
            boolean closed = end < bytes.length && bytes[end] == ';';
            // the shortest, &#9 without its semicolon, is as long as the longest character
            return emitCharacter((int) number, closed ? end + 1 : end);
        }

        private boolean startsWith(int from, String word) {
            for (int i = 0; i < word.length(); i++) {
                if (from + i >= bytes.length || bytes[from + i] != word.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        private static boolean isReferenceStart(byte b) {
            return b == '#' || (b < 127 && Character.isLetter(b));
        }

        private static int digit(byte b, boolean isHex) {
            boolean isDecimal = b >= '0' && b <= '9';
            return isDecimal || (isHex && HexFormat.isHexDigit(b)) ? HexFormat.fromHexDigit(b) : -1;
        }

        /** The number written in so many hexadecimal digits; -1 if they are none. */
        private int hex(int from, int digits) {
            int value = 0;
            for (int i = from; i < from + digits; i++) {
                if (i >= bytes.length || !HexFormat.isHexDigit(bytes[i])) {
                    return -1;
                }
                value = value << 4 | HexFormat.fromHexDigit(bytes[i]);
            }
            return value;
        }
    }
}
