// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** How long a service asks to be left alone: RFC 9110, {@code Retry-After}, in seconds or as a date. */
final class RetryAfter {
    /** Nobody is told to wait longer. */
    static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /** What the response asks; null if nothing, or nothing that can be understood. */
    static @Nullable Duration of(HttpResponse response) {
        Header[] asked = response.getHeaders(HttpHeaders.RETRY_AFTER);
        if (asked.length != 1) {
            return null;
        }
        String value = String.valueOf(asked[0].getValue()).strip();
        if (value.matches("[0-9]{1,9}")) {
            return bounded(Duration.ofSeconds(Long.parseLong(value)));
        }
        // by the service's own clock: two dates of one response need no clock that is right
        Optional<Instant> until = Optional.ofNullable(DateUtils.parseStandardDate(value));
        Optional<Instant> now = Optional.ofNullable(DateUtils.parseStandardDate(response, HttpHeaders.DATE));
        return until.isPresent() && now.isPresent() ? bounded(Duration.between(now.get(), until.get())) : null;
    }

    private static Duration bounded(Duration asked) {
        if (asked.isNegative()) {
            return Duration.ZERO;
        }
        return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }
}
