// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.answer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** One way to look at text in which a secret may hide: what is left out, what is taken for the same, what is looked for. */
enum View {
    /** Letter by letter; in queries a plus is a blank. */
    PLAIN {
        @Override
        int seen(int b) {
            return b == '+' ? ' ' : b;
        }

        @Override
        List<byte[]> needles(byte[] secret) {
            Map<String, byte[]> needles = new LinkedHashMap<>();
            Spelling spelling = Spelling.of(secret);
            for (int layer = 0; layer <= Scrubber.MAX_LAYERS; layer++) {
                byte[] bytes = seenOf(spelling.bytes());
                needles.putIfAbsent(new String(bytes, StandardCharsets.ISO_8859_1), bytes);
                spelling = spelling.read();
            }
            return List.copyOf(needles.values());
        }
    },

    /** In base64 of either alphabet, over line breaks; what stands before the secret shifts its bits. */
    BASE64 {
        @Override
        int seen(int b) {
            return switch (b) {
                case '-', ' ' -> '+';
                case '_' -> '/';
                case '\r', '\n', '\t' -> LEFT_OUT;
                default -> b;
            };
        }

        @Override
        List<byte[]> needles(byte[] secret) {
            return IntStream.range(0, 3)
                    .mapToObj(shift -> inside(secret, shift).getBytes(StandardCharsets.US_ASCII))
                    .filter(needle -> needle.length >= SHORTEST)
                    .toList();
        }

        @Override
        boolean mayHold(byte b) {
            return "+/-_=".indexOf(b) >= 0 || (b > 0 && Character.isLetterOrDigit(b));
        }
    },

    /** As hexadecimal digits of either case, with or without something between the bytes. */
    HEX {
        @Override
        int seen(int b) {
            return switch (b) {
                case ':', ' ', '-', ',', '\r', '\n', '\t' -> LEFT_OUT;
                default -> b >= 'A' && b <= 'F' ? b - 'A' + 'a' : b;
            };
        }

        @Override
        List<byte[]> needles(byte[] secret) {
            String hex = HexFormat.of().formatHex(secret);
            String prefixed = HexFormat.of().withPrefix("0x").formatHex(secret);
            return hex.length() >= SHORTEST
                    ? List.of(hex.getBytes(StandardCharsets.US_ASCII), prefixed.getBytes(StandardCharsets.US_ASCII))
                    : List.of();
        }
    };

    /** Encodings of fewer characters than this would be found where they are not. */
    static final int SHORTEST = 6;

    static final int LEFT_OUT = -1;

    /** What a byte, from 0 to 255, is taken for. */
    abstract int seen(int b);

    /** What to look for. */
    abstract List<byte[]> needles(byte[] secret);

    /** Whether a byte beside what was found may hold some bits of the secret. */
    boolean mayHold(byte b) {
        return false;
    }

    byte[] seenOf(byte[] text) {
        byte[] seen = new byte[text.length];
        int length = 0;
        for (byte b : text) {
            int s = seen(b & 0xff);
            if (s != LEFT_OUT) {
                seen[length++] = (byte) s;
            }
        }
        return Arrays.copyOf(seen, length);
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
