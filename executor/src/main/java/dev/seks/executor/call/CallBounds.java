// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import java.time.Duration;

/**
 * How long and how large calls may be.
 *
 * @param connectTimeout to reach the service, TLS included
 * @param attemptTimeout for one attempt from first to last byte
 * @param callTimeout for all attempts of a call together
 * @param maxResponseBytes of a response or file after decompression
 * @param maxBodyBytes of what is given back after projection; must fit the topic of results with room to spare
 * @param maxConnections open connections to all services together
 */
public record CallBounds(
        Duration connectTimeout,
        Duration attemptTimeout,
        Duration callTimeout,
        int maxResponseBytes,
        int maxBodyBytes,
        int maxConnections) {

    /** Longest call that may be configured: whoever takes over must be able to wait for it. */
    public static final Duration MAX_CALL = Duration.ofMinutes(10);

    /** The bounds unless configured otherwise. */
    public static final CallBounds DEFAULT = new CallBounds(
            Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(60), 1024 * 1024, 256 * 1024, 512);

    private static final int MAX_BYTES = 64 * 1024 * 1024;
    private static final int MAX_BODY_BYTES = 512 * 1024;

    public CallBounds {
        require(positive(connectTimeout), "connectTimeout", connectTimeout, "more than 0");
        require(positive(attemptTimeout), "attemptTimeout", attemptTimeout, "more than 0");
        require(
                callTimeout.compareTo(attemptTimeout) >= 0 && callTimeout.compareTo(MAX_CALL) <= 0,
                "callTimeout",
                callTimeout,
                "attemptTimeout to " + MAX_CALL);
        require(
                maxResponseBytes > 0 && maxResponseBytes <= MAX_BYTES,
                "maxResponseBytes",
                maxResponseBytes,
                "1 to " + MAX_BYTES);
        require(
                maxBodyBytes > 0 && maxBodyBytes <= MAX_BODY_BYTES,
                "maxBodyBytes",
                maxBodyBytes,
                "1 to " + MAX_BODY_BYTES);
        require(maxConnections > 0, "maxConnections", maxConnections, "more than 0");
    }

    /** The same with other time-outs for one attempt and for the whole call. */
    public CallBounds withTimeouts(Duration attempt, Duration call) {
        return new CallBounds(connectTimeout, attempt, call, maxResponseBytes, maxBodyBytes, maxConnections);
    }

    private static boolean positive(Duration duration) {
        return duration.compareTo(Duration.ZERO) > 0;
    }

    private static void require(boolean holds, String name, Object found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + found + ", expected " + expected);
        }
    }
}
