// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.yaml;

import java.util.Comparator;

/** One thing wrong with a file, at a line and column counted from 1; prints as {@code file:line:column: message}. */
public record Fault(String file, int line, int column, String message) implements Comparable<Fault> {
    private static final Comparator<Fault> IN_READING_ORDER =
            Comparator.comparing(Fault::file).thenComparingInt(Fault::line).thenComparingInt(Fault::column);

    @Override
    public int compareTo(Fault other) {
        return IN_READING_ORDER.thenComparing(Fault::message).compare(this, other);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + message;
    }
}
