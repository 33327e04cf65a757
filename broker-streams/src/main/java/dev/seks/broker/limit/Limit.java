// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.limit;

/**
 * At most {@code max} within any {@code windowMs} milliseconds. The name is for people; key and length together say which
 * running window is counted in, so limits that share both share one history, whatever their names and maxima. What is counted
 * belongs into the key: requests and money of one scope need two keys.
 */
public record Limit(String name, String key, long max, long windowMs) {

    /** The most characters in a key: a service, an action and the words around them. */
    public static final int MAX_KEY_LENGTH = 256;

    /** The largest maximum, and so the most that one bucket ever holds; all buckets of a window still add up within a long. */
    public static final long MAX_MAX = 1_000_000_000_000_000L;

    public Limit {
        if (name.isBlank()) {
            throw new IllegalArgumentException("limit without a name: expected a word for people");
        }
        requireKey(key);
        if (max < 0 || max > MAX_MAX) {
            throw new IllegalArgumentException("maximum " + max + " of limit " + name + ": expected 0 to " + MAX_MAX);
        }
        Window.bucketMs(windowMs);
    }

    boolean sharesWindowWith(Limit other) {
        return windowMs == other.windowMs && key.equals(other.key);
    }

    static void requireKey(String key) {
        int length = key.length();
        if (length == 0 || length > MAX_KEY_LENGTH) {
            throw new IllegalArgumentException(
                    "limit key of " + length + " characters: expected 1 to " + MAX_KEY_LENGTH);
        }
        for (int i = 0; i < length; i++) {
            if (key.charAt(i) <= ' ' || key.charAt(i) > '~') {
                throw new IllegalArgumentException("limit key with character " + (int) key.charAt(i) + " at " + i
                        + ": expected visible ASCII characters");
            }
        }
    }
}
