// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoursTest {
    private static Hours hours(Set<DayOfWeek> days, String from, String to, String zone) {
        return new Hours(days, LocalTime.parse(from), LocalTime.parse(to), ZoneId.of(zone));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-05T06:59:59.999Z, false",
        "2026-01-05T07:00:00Z,     true",
        "2026-01-05T16:59:59.999Z, true",
        "2026-01-05T17:00:00Z,     false",
        "2026-01-04T12:00:00Z,     false",
        "2026-07-06T06:00:00Z,     true",
        "2026-07-06T16:00:00Z,     false"
    })
    void beginWithTheFirstMomentAndEndBeforeTheLast(Instant at, boolean contained) {
        Hours office = hours(EnumSet.of(DayOfWeek.MONDAY), "08:00", "18:00", "Europe/Berlin");

        assertThat(office.contain(at)).isEqualTo(contained);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-05T21:59:59Z, false",
        "2026-01-05T22:00:00Z, true",
        "2026-01-06T05:59:59Z, true",
        "2026-01-06T06:00:00Z, false",
        "2026-01-06T22:00:00Z, false",
        "2026-01-05T03:00:00Z, false"
    })
    void belongToTheDayOnWhichTheyBeginWhereTheyCrossMidnight(Instant at, boolean contained) {
        Hours night = hours(EnumSet.of(DayOfWeek.MONDAY), "22:00", "06:00", "UTC");

        assertThat(night.contain(at)).isEqualTo(contained);
    }

    @Test
    void lastAllDayFromMidnightToMidnight() {
        Hours monday = hours(EnumSet.of(DayOfWeek.MONDAY), "00:00", "00:00", "UTC");

        assertThat(monday.contain(Instant.parse("2026-01-04T23:59:59.999Z"))).isFalse();
        assertThat(monday.contain(Instant.parse("2026-01-05T00:00:00Z"))).isTrue();
        assertThat(monday.contain(Instant.parse("2026-01-05T23:59:59.999Z"))).isTrue();
        assertThat(monday.contain(Instant.parse("2026-01-06T00:00:00Z"))).isFalse();
    }

    /** On 29 March 2026 clocks in Berlin go from 02:00 to 03:00, on 25 October from 03:00 back to 02:00. */
    @Test
    void followTheClockOfThePlace() {
        Hours hours = hours(EnumSet.of(DayOfWeek.SUNDAY), "02:00", "03:00", "Europe/Berlin");

        assertThat(hours.contain(Instant.parse("2026-03-29T01:00:00Z"))).isFalse();
        assertThat(hours.contain(Instant.parse("2026-03-29T00:59:59Z"))).isFalse();
        assertThat(hours.contain(Instant.parse("2026-10-25T00:30:00Z"))).isTrue();
        assertThat(hours.contain(Instant.parse("2026-10-25T01:30:00Z"))).isTrue();
        assertThat(hours.contain(Instant.parse("2026-10-25T02:00:00Z"))).isFalse();
    }
}
