// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as people say them. */
final class Ago {
    private static final DateTimeFormatter EXACT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);
    private static final int FEW = 100;

    private Ago() {}

    /** E.g. {@code 3 min}, counted in the largest unit that leaves a number worth reading. */
    static String span(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < FEW) {
            return seconds + " s";
        }
        long minutes = seconds / 60;
        if (minutes < FEW) {
            return minutes + " min";
        }
        long hours = minutes / 60;
        return hours < 48 ? hours + " h" : hours / 24 + " days";
    }

    /** To the second, in UTC. */
    static String exact(Instant instant) {
        return EXACT.format(instant);
    }
}
