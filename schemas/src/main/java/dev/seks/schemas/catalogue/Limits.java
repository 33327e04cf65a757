// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long, how large and how many calls of one service may be. They narrow what the executor is configured with and
 * never widen it; null leaves the executor's own.
 *
 * @param connect to reach the service, TLS included
 * @param attempt for one attempt from first to last byte
 * @param total for getting the credential and all attempts of a call together
 * @param connections calls of the service at a time, in one domain
 * @param responseBytes of an answer or file after decompression
 * @param failures how many calls must fail in a row until the service is left alone
 * @param pause how long it is then left alone
 */
public record Limits(
        @Nullable Duration connect,
        @Nullable Duration attempt,
        @Nullable Duration total,
        @Nullable Integer connections,
        @Nullable Integer responseBytes,
        @Nullable Integer failures,
        @Nullable Duration pause) {
    public static final Duration MIN_TIME = Duration.ofSeconds(1);
    public static final Duration MAX_CONNECT = Duration.ofSeconds(60);
    public static final Duration MAX_ATTEMPT = Duration.ofMinutes(5);
    public static final Duration MAX_TOTAL = Duration.ofMinutes(10);
    public static final Duration MAX_PAUSE = Duration.ofMinutes(10);
    public static final int MAX_CONNECTIONS = 512;
    public static final int MIN_RESPONSE_BYTES = 1024;
    public static final int MAX_RESPONSE_BYTES = 64 * 1024 * 1024;
    public static final int MAX_FAILURES = 1000;

    /** Everything as the executor has it. */
    public static final Limits NONE = new Limits(null, null, null, null, null, null, null);
}
