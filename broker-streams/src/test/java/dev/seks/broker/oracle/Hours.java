// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.oracle;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/** Hours of days; where they do not end after they begin, they end on the next day. */
public record Hours(List<DayOfWeek> days, LocalTime from, LocalTime to, String zone) {

    boolean contain(Instant at) {
        ZonedDateTime here = at.atZone(ZoneId.of(zone));
        LocalTime time = here.toLocalTime();
        if (from.isBefore(to)) {
            return days.contains(here.getDayOfWeek()) && !time.isBefore(from) && time.isBefore(to);
        }
        boolean sinceToday = days.contains(here.getDayOfWeek()) && !time.isBefore(from);
        boolean sinceYesterday = days.contains(here.getDayOfWeek().minus(1)) && time.isBefore(to);
        return sinceToday || sinceYesterday;
    }
}
