// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.limit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link BookWriter} wrote, and nothing else: bytes that it would not have written are corrupt. */
final class BookReader {

    private final byte[] bytes;
    private final long[] weights = new long[Window.BUCKETS + 1];
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
        boolean endsWithBucket = timeMs - current * bucketMs == bucketMs - 1;
        int most = Window.buckets(windowMs) + (endsWithBucket ? 0 : 1);
        int filled = (int) number(1, most, "number of buckets");
        Arrays.fill(weights, 0);
        int newestAge = 0;
        int age = 0;
        for (int i = 0; i < filled; i++) {
            long weightAndMark = number(2, (Limit.MAX_MAX << 1) + 1, "weight");
            int empty = (weightAndMark & 1) == 0 ? 0 : (int) number(1, most, "number of empty buckets");
            if (age + empty >= most) {
                throw corrupt("bucket " + (age + empty) + " before the time: expected at most " + (most - 1));
            }
            age += empty;
            newestAge = i == 0 ? age : newestAge;
            weights[age++] = weightAndMark >> 1;
        }
        return new Window(key, windowMs, current - newestAge, Arrays.copyOfRange(weights, newestAge, age));
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
        int first = oneByte();
        long value = first < 0x80 ? first : longNumber(first & 0x7f, what);
        if (value < least || value > most) {
            throw corrupt(what + " " + value + ": expected " + least + " to " + most);
        }
        return value;
    }

    private long longNumber(long start, String what) {
        long value = start;
        for (int shift = 7; shift < 7 * BookWriter.MAX_NUMBER_BYTES; shift += 7) {
            int part = oneByte();
            value |= (long) (part & 0x7f) << shift;
            if (part == 0) {
                throw corrupt(what + " with a needless byte: expected the shortest form");
            }
            if (part < 0x80) {
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
