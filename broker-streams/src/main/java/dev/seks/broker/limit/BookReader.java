// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.limit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link BookWriter} wrote, and nothing else: bytes that it would not have written are corrupt. */
final class BookReader {

    private final byte[] bytes;
    private int next;
    private long timeMs;

    BookReader(byte[] bytes) {
        this.bytes = bytes;
    }

    Book read() {
        int version = oneByte();
        if (version != BookWriter.VERSION) {
            throw corrupt("format version " + version + ": expected " + BookWriter.VERSION);
        }
        timeMs = number(0, Book.MAX_TIME_MS, "time");
        Window[] windows = new Window[(int) number(0, Book.MAX_WINDOWS, "number of windows")];
        for (int i = 0; i < windows.length; i++) {
            windows[i] = window();
            if (i > 0 && windows[i - 1].compareTo(windows[i].key(), windows[i].windowMs()) >= 0) {
                throw corrupt("window " + i + ": expected ascending keys and lengths");
            }
        }
        if (next != bytes.length) {
            throw corrupt("bytes after the last window: expected the end");
        }
        return new Book(timeMs, windows);
    }

    private Window window() {
        String key = key();
        long windowMs = number(1, Window.MAX_WINDOW_MS, "length of window");
        long bucketMs = bucketMs(windowMs);
        long current = timeMs / bucketMs;
        int most = (int) (current - Math.floorDiv(timeMs - windowMs + 1, bucketMs)) + 1;
        int filled = (int) number(1, most, "number of buckets");
        long[] weights = new long[most];
        int newestAge = 0;
        int age = 0;
        for (int i = 0; i < filled; i++) {
            long weightAndMark = number(2, (Limit.MAX_MAX << 1) + 1, "weight");
            if ((weightAndMark & 1) == 1) {
                age += (int) number(1, most, "number of empty buckets");
            }
            if (age >= most) {
                throw corrupt("bucket " + age + " before the time: expected at most " + (most - 1));
            }
            newestAge = i == 0 ? age : newestAge;
            weights[age++ - newestAge] = weightAndMark >> 1;
        }
        return new Window(key, windowMs, current - newestAge, Arrays.copyOf(weights, age - newestAge));
    }

    private String key() {
        int length = (int) number(1, Limit.MAX_KEY_LENGTH, "length of key");
        if (length > bytes.length - next) {
            throw corrupt("key of " + length + " bytes: expected at most " + (bytes.length - next));
        }
        String key = new String(bytes, next, length, StandardCharsets.ISO_8859_1);
        try {
            Limit.requireKey(key);
        } catch (IllegalArgumentException e) {
            throw corrupt(e.getMessage());
        }
        next += length;
        return key;
    }

    private long bucketMs(long windowMs) {
        try {
            return Window.bucketMs(windowMs);
        } catch (IllegalArgumentException e) {
            throw corrupt(e.getMessage());
        }
    }

    private long number(long least, long most, String what) {
        long value = 0;
        for (int shift = 0; shift < 7 * BookWriter.MAX_NUMBER_BYTES; shift += 7) {
            int part = oneByte();
            value |= (long) (part & 0x7f) << shift;
            if (part < 0x80) {
                if (part == 0 && shift > 0) {
                    throw corrupt(what + " with a needless byte: expected the shortest form");
                }
                if (value < least || value > most) {
                    throw corrupt(what + " " + value + ": expected " + least + " to " + most);
                }
                return value;
            }
        }
        throw corrupt(what + " without an end: expected at most " + BookWriter.MAX_NUMBER_BYTES + " bytes");
    }

    private int oneByte() {
        if (next >= bytes.length) {
            throw corrupt("end of the bytes: expected more");
        }
        return bytes[next++] & 0xff;
    }

    private CorruptBookException corrupt(String what) {
        return new CorruptBookException("limit book corrupt at byte " + next + " of " + bytes.length + ": " + what);
    }
}
