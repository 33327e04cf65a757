// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.condition;

/** What is wrong with a condition, and where in its text if that can be said. */
public record Flaw(String message) {

    /** A flaw at a place of the text; line and column count from 1. */
    static Flaw at(int line, int column, String message) {
        String place = line == 1 ? "at character " + column : "at line " + line + ", character " + column;
        return new Flaw(place + ": " + message);
    }
}
