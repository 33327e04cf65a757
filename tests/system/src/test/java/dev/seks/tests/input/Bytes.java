// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.input;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** Byte strings and texts that no client of ours would write. */
final class Bytes {
    /** How many bytes Kafka puts around a value of 128 KiB to 2 MiB under a key of four bytes. */
    static final int BATCH_AROUND_A_VALUE = 61 + 15;

    static final Instant FIRST_MILLI = Instant.ofEpochMilli(Long.MIN_VALUE);
    static final Instant LAST_MILLI = Instant.ofEpochMilli(Long.MAX_VALUE);

    private static final int MOST_SHOWN = 12;

    private Bytes() {}

    static byte[] filled(int length, int with) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    static byte[] cut(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, length);
    }

    static byte[] longer(byte[] bytes, int by) {
        return Arrays.copyOf(bytes, bytes.length + by);
    }

    static byte[] changed(byte[] bytes, int at, int to) {
        byte[] changed = bytes.clone();
        changed[at] = (byte) to;
        return changed;
    }

    /** An empty JSON object with blanks in it. */
    static String padded(int length) {
        return "{" + " ".repeat(length - 2) + "}";
    }

    /** A request whose value has this length, by its parameters. */
    static byte[] request(int length) {
        int around = Raw.encoded(usual -> usual.setParams(padded(length))).length - length;
        return Raw.encoded(usual -> usual.setParams(padded(length - around)));
    }

    /** Parameters that would fit, but for a byte in a text that is no UTF-8. */
    static byte[] brokenParams() {
        String params = "{\"name\":\"x\",\"note\":\"%\"}";
        return broken(Raw.encoded(usual -> usual.setAction("items.put").setParams(params)));
    }

    static byte[] brokenReason() {
        return broken(Raw.encoded(usual -> usual.setReason("100 %")));
    }

    /** A name as it can stand in a report. */
    static String shown(String name) {
        StringBuilder shown = new StringBuilder();
        name.chars()
                .limit(MOST_SHOWN)
                .forEach(c -> shown.append(c > ' ' && c < 0x7f ? "" + (char) c : String.format("\\u%04x", c)));
        return "'" + shown + (name.length() > MOST_SHOWN ? "..." : "") + "'";
    }

    /** Puts a byte that is no UTF-8 in the place of the percent sign. */
    private static byte[] broken(byte[] request) {
        int at = new String(request, StandardCharsets.ISO_8859_1).indexOf('%');
        return changed(request, at, 0xe9);
    }
}
