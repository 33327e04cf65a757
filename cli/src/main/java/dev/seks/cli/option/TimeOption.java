// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.option;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A point in time: RFC 3339, e.g. {@code 2026-01-31T09:30:00Z}, or how long ago, e.g. {@code 10m}. */
public final class TimeOption implements ITypeConverter<Instant> {
    private final Clock clock;

    /** For picocli: by this machine's clock. */
    public TimeOption() {
        this(Clock.systemUTC());
    }

    TimeOption(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Instant convert(String text) {
        if (DurationOption.fits(text)) {
            return clock.instant().minus(new DurationOption().convert(text));
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new TypeConversionException(
                    "'" + text + "', expected a time such as 2026-01-31T09:30:00Z, or how long ago, such as 10m or 7d");
        }
    }
}
