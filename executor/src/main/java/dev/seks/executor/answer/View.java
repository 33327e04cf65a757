// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.answer;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One way to look at text in which a secret may hide: what is left out, what is taken for the same, what is looked for. */
enum View {
    /** Letter by letter; in queries a plus is a blank. */
    PLAIN {
        @Override
        int seen(int character) {
            return character == '+' ? ' ' : character;
        }

        @Override
        Stream<String> spellings(String secret) {
            return Stream.of(secret);
        }
    },

    /** In base64 of either alphabet, over line breaks; what stands before the secret shifts its bits. */
    BASE64 {
        @Override
        int seen(int character) {
            return switch (character) {
                case '-', ' ' -> '+';
                case '_' -> '/';
                case '\r', '\n', '\t' -> LEFT_OUT;
                default -> character;
            };
        }

        @Override
        Stream<String> spellings(String secret) {
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            return IntStream.range(0, 3).mapToObj(shift -> inside(bytes, shift)).filter(s -> s.length() >= SHORTEST);
        }

        @Override
        boolean mayHold(int character) {
            return character < 128 && ("+/-_=".indexOf(character) >= 0 || Character.isLetterOrDigit(character));
        }
    },

    /** As hexadecimal digits of either case, with or without something between the bytes. */
    HEX {
        @Override
        int seen(int character) {
            return switch (character) {
                case ':', ' ', '-', ',', '\r', '\n', '\t' -> LEFT_OUT;
                default -> character >= 'A' && character <= 'F' ? character - 'A' + 'a' : character;
            };
        }

        @Override
        Stream<String> spellings(String secret) {
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            return Stream.of(HexFormat.of(), HexFormat.of().withPrefix("0x"))
                    .map(format -> format.formatHex(bytes))
                    .filter(s -> s.length() >= SHORTEST);
        }
    };

    /** Encodings of fewer characters than this would be found where they are not. */
    static final int SHORTEST = 6;

    static final int LEFT_OUT = -1;

    /** What a character is taken for. */
    abstract int seen(int character);

    /** What the secret looks like. */
    abstract Stream<String> spellings(String secret);

    /** Whether a character beside what was found may hold some bits of the secret. */
    boolean mayHold(int character) {
        return false;
    }

    /** What to look for. */
    List<Needle> needles(String secret) {
        return spellings(secret)
                .map(text -> text.codePoints()
                        .map(this::seen)
                        .filter(character -> character != LEFT_OUT)
                        .toArray())
                .filter(sequence -> sequence.length > 0)
                .map(sequence -> new Needle(this, sequence))
                .toList();
    }

    /** The base64 characters that the bytes alone decide when so many other bytes stand before them. */
    private static String inside(byte[] bytes, int shift) {
        byte[] shifted = new byte[shift + bytes.length];
        System.arraycopy(bytes, 0, shifted, shift, bytes.length);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        int from = (shift * 8 + 5) / 6;
        int to = shifted.length * 8 / 6;
        return encoded.substring(Math.min(from, to), to);
    }
}
