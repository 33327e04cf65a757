// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A number of ASCII characters out of one set: what a pattern such as {@code ^[A-Za-z0-9._-]{1,100}$} says. */
final class CharacterRun {
    // inside the brackets only characters that mean themselves, and ranges of letters or digits
    private static final Pattern SHAPE = Pattern.compile(
            "\\^?\\[((?:[a-z]-[a-z]|[A-Z]-[A-Z]|[0-9]-[0-9]|[A-Za-z0-9._ /@:+,=%])+)(-?)](?:\\{(\\d{1,4}),(\\d{1,4})}|([+*]))\\$?");

    private final long low;
    private final long high;
    private final int min;
    private final int max;

    private CharacterRun(long low, long high, int min, int max) {
        this.low = low;
        this.high = high;
        this.min = min;
        this.max = max;
    }

    /** The run that the pattern describes, or null if it says anything else. */
    static @Nullable CharacterRun of(String pattern) {
        Matcher shape = SHAPE.matcher(pattern);
        if (!shape.matches()) {
            return null;
        }
        long[] set = new long[2];
        String members = shape.group(1);
        for (int i = 0; i < members.length(); i++) {
            boolean isRange = i + 2 < members.length() && members.charAt(i + 1) == '-';
            char last = isRange ? members.charAt(i + 2) : members.charAt(i);
            for (char c = members.charAt(i); c <= last; c++) {
                set[c >> 6] |= 1L << c;
            }
            i += isRange ? 2 : 0;
        }
        if (!shape.group(2).isEmpty()) {
            set['-' >> 6] |= 1L << '-';
        }
        String sign = shape.group(5);
        int min = sign == null ? Integer.parseInt(shape.group(3)) : sign.equals("+") ? 1 : 0;
        int max = sign == null ? Integer.parseInt(shape.group(4)) : Integer.MAX_VALUE;
        return new CharacterRun(set[0], set[1], min, max);
    }

    boolean matches(String value) {
        int length = value.length();
        if (length < min || length > max) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c > 127 || ((c < 64 ? low : high) >>> c & 1) == 0) {
                return false;
            }
        }
        return true;
    }
}
