// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.answer;

import java.util.function.IntBinaryOperator;

/** Bytes to look for, in time linear in the text whatever both are (Knuth, Morris and Pratt). */
record Needle(byte[] bytes, int[] fallback) {

    static Needle of(byte[] bytes) {
        int[] fallback = new int[bytes.length];
        int matched = 0;
        for (int i = 1; i < bytes.length; i++) {
            while (matched > 0 && bytes[i] != bytes[matched]) {
                matched = fallback[matched - 1];
            }
            if (bytes[i] == bytes[matched]) {
                matched++;
            }
            fallback[i] = matched;
        }
        return new Needle(bytes, fallback);
    }

    /**
     * Goes from one occurrence to the next, none overlapping.
     *
     * @param found is told the first byte and the last; a result other than 0 ends the search
     */
    void in(byte[] text, int length, IntBinaryOperator found) {
        int matched = 0;
        for (int i = 0; i < length; i++) {
            while (matched > 0 && text[i] != bytes[matched]) {
                matched = fallback[matched - 1];
            }
            if (text[i] == bytes[matched]) {
                matched++;
            }
            if (matched == bytes.length) {
                matched = 0;
                if (found.applyAsInt(i - bytes.length + 1, i) != 0) {
                    return;
                }
            }
        }
    }
}
