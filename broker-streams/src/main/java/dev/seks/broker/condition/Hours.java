// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.condition;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;

/**
 * Hours of days in the local time of a place. Where {@code to} is not after {@code from} they cross midnight, and belong to
 * the day on which they begin.
 *
 * @param from the first moment
 * @param to the first moment after; midnight is the end of the day
 */
public record Hours(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
    public Hours {
        days = Set.copyOf(days);
    }

    /** Whether they are all hours of all days. */
    public boolean isAlways() {
        return days.size() == DayOfWeek.values().length && from.equals(to);
    }

    public boolean contain(Instant at) {
        ZonedDateTime here = at.atZone(zone);
        LocalTime time = here.toLocalTime();
        boolean begun = !time.isBefore(from);
        boolean ended = !time.isBefore(to);
        if (from.isBefore(to)) {
            return begun && !ended && days.contains(here.getDayOfWeek());
        }
        return begun && days.contains(here.getDayOfWeek())
                || !ended && days.contains(here.getDayOfWeek().minus(1));
    }
}
