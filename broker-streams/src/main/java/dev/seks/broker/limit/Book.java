// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.limit;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All running windows of one owner, small enough to be one value of a store. Immutable: an admission makes a new book. It holds
 * no maximum, so a limit that is raised or lowered keeps the history of its running window. Equal books have equal bytes.
 */
public final class Book {

    /** The most running windows in a book; a request that needs one more is held. */
    public static final int MAX_WINDOWS = 256;

    /** The last millisecond of the year 9999. */
    public static final long MAX_TIME_MS = 253_402_300_799_999L;

    /** A book in which nothing was counted yet. */
    public static final Book EMPTY = new Book(0, new Window[0]);

    private final long timeMs;
    private final Window[] windows;

    /**
     * {@code timeMs} is when the last admission was counted. INVARIANT: {@code windows} are strictly ascending by key and length, and
     * each of them still holds something at that time.
     */
    Book(long timeMs, Window[] windows) {
        this.timeMs = timeMs;
        this.windows = windows;
    }

    /** The book that {@link #encode} wrote; anything else, one byte more or less included, is a {@link CorruptBookException}. */
    public static Book decode(byte[] bytes) {
        return new BookReader(bytes).read();
    }

    /** The book in bytes, without the buckets that had left their windows when the last admission was counted. */
    public byte[] encode() {
        return new BookWriter(timeMs, windows).write();
    }

    long timeMs() {
        return timeMs;
    }

    @Nullable
    Window find(Limit limit) {
        int slot = slotOf(limit, windows, windows.length);
        return slot < 0 ? null : windows[slot];
    }

    /** This book with what each charge weighs in the window that it names, once in each; without charges, this book. */
    Book plus(List<Charge> charges, long timeMs) {
        if (charges.isEmpty()) {
            return this;
        }
        Window[] next = new Window[windows.length + charges.size()];
        int size = 0;
        for (Window window : windows) {
            if (window.covered(timeMs) > 0) {
                next[size++] = window;
            }
        }
        for (int i = 0; i < charges.size(); i++) {
            Limit limit = charges.get(i).limit();
            long weight = charges.get(i).weight();
            if (isNamedBefore(limit, i, charges)) {
                continue;
            }
            int slot = slotOf(limit, next, size);
            if (slot >= 0) {
                next[slot] = next[slot].plus(timeMs, weight);
            } else {
                System.arraycopy(next, ~slot, next, ~slot + 1, size - ~slot);
                next[~slot] = Window.of(limit).plus(timeMs, weight);
                size++;
            }
        }
        return new Book(timeMs, Arrays.copyOf(next, size));
    }

    /** The earliest time from {@code timeMs} on at which the windows of all these limits fit beside the other running ones. */
    long fitsWindowsAt(List<Charge> charges, long timeMs) {
        if (windows.length + charges.size() <= MAX_WINDOWS) {
            return timeMs;
        }
        int named = 0;
        for (int i = 0; i < charges.size(); i++) {
            named += isNamedBefore(charges.get(i).limit(), i, charges) ? 0 : 1;
        }
        if (named > MAX_WINDOWS) {
            return LimitOutcome.Held.NEVER;
        }
        long[] othersEnd = Arrays.stream(windows)
                .filter(window -> charges.stream().noneMatch(charge -> window.isOf(charge.limit())))
                .mapToLong(window -> window.fallsTo(0, timeMs))
                .filter(end -> end > timeMs)
                .sorted()
                .toArray();
        int excess = named + othersEnd.length - MAX_WINDOWS;
        return excess <= 0 ? timeMs : othersEnd[excess - 1];
    }

    private static boolean isNamedBefore(Limit limit, int end, List<Charge> charges) {
        for (int i = 0; i < end; i++) {
            if (charges.get(i).limit().sharesWindowWith(limit)) {
                return true;
            }
        }
        return false;
    }

    private static int slotOf(Limit limit, Window[] windows, int size) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = windows[middle].compareTo(limit.key(), limit.windowMs());
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return ~low;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Book book && Arrays.equals(encode(), book.encode());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encode());
    }

    @Override
    public String toString() {
        return "Book[windows=" + windows.length + ", timeMs=" + timeMs + "]";
    }
}
