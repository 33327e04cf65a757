// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.condition;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

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

    /** In words, as in {@code mon tue 08:00 to 18:00 Europe/Berlin}. */
    public String told() {
        String on = days.size() == DayOfWeek.values().length
                ? "every day"
                : days.stream()
                        .sorted()
                        .map(day -> day.name().substring(0, 3).toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(" "));
        if (!from.equals(to)) {
            return on + " " + from + " to " + to + " " + zone;
        }
        return on + (from.equals(LocalTime.MIDNIGHT) ? " " : " from " + from + " for 24 hours ") + zone;
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
