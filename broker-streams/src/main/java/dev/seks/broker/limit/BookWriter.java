// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.limit;

import java.util.Arrays;

/**
 * Writes a book. Numbers are unsigned, seven bits a byte, the lowest first. The layout:
 *
 * <pre>
 * book    version (one byte), time in ms, number of windows, windows
 * window  length of key, key in ASCII, length of window in ms, number of buckets that hold something, buckets from the newest
 * bucket  2 * weight, plus 1 if empty buckets stand before it; then their number. Before the first stands the bucket of the time
 * </pre>
 */
final class BookWriter {

    static final byte VERSION = 1;

    /** The most bytes that a number takes: nine times seven bits. */
    static final int MAX_NUMBER_BYTES = 9;

    private static final int BUCKET_BYTES = MAX_NUMBER_BYTES + 1;

    private final long timeMs;
    private final Window[] windows;
    private final byte[] bytes;
    private int end;

    BookWriter(long timeMs, Window[] windows) {
        this.timeMs = timeMs;
        this.windows = windows;
        int most = 1 + 2 * MAX_NUMBER_BYTES;
        for (Window window : windows) {
            most += 3 * MAX_NUMBER_BYTES + window.key().length() + window.covered(timeMs) * BUCKET_BYTES;
        }
        this.bytes = new byte[most];
    }

    byte[] write() {
        bytes[end++] = VERSION;
        number(timeMs);
        number(windows.length);
        for (Window window : windows) {
            head(window);
            buckets(window, window.covered(timeMs));
        }
        return Arrays.copyOf(bytes, end);
    }

    private void head(Window window) {
        String key = window.key();
        number(key.length());
        for (int i = 0; i < key.length(); i++) {
            bytes[end++] = (byte) key.charAt(i);
        }
        number(window.windowMs());
    }

    private void buckets(Window window, int covered) {
        int countAt = end++;
        int count = 0;
        long empty = window.bucketsSince(timeMs);
        for (int age = 0; age < covered; age++) {
            long weight = window.weight(age);
            if (weight == 0) {
                empty++;
                continue;
            }
            count++;
            if (empty == 0) {
                number(weight << 1);
            } else {
                number(weight << 1 | 1);
                number(empty);
                empty = 0;
            }
        }
        bytes[countAt] = (byte) count;
    }

    private void number(long value) {
        long rest = value;
        while (rest > 0x7f) {
            bytes[end++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[end++] = (byte) rest;
    }
}
