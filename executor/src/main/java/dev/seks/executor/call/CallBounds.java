// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import dev.seks.schemas.catalogue.Limits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long, how large and how many calls may be.
 *
 * @param connectTimeout to reach the service, TLS included
 * @param attemptTimeout for one attempt from first to last byte
 * @param callTimeout for getting the credential and all attempts of a call together
 * @param maxResponseBytes of a response or file after decompression
 * @param maxBodyBytes of what is given back after projection; must fit the topic of results with room to spare
 * @param maxConnections open connections to all services together
 * @param maxPerService calls of one service at a time, in one domain
 * @param failuresToPause how many calls of a service must fail in a row until it is left alone
 * @param pause how long it is then left alone
 */
public record CallBounds(
        Duration connectTimeout,
        Duration attemptTimeout,
        Duration callTimeout,
        int maxResponseBytes,
        int maxBodyBytes,
        int maxConnections,
        int maxPerService,
        int failuresToPause,
        Duration pause) {

    /** Longest call that may be configured: whoever takes over must be able to wait for it. */
    public static final Duration MAX_CALL = Duration.ofMinutes(10);

    /** The bounds unless configured otherwise. */
    public static final CallBounds DEFAULT = new CallBounds(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            1024 * 1024,
            256 * 1024,
            512,
            512,
            10,
            Duration.ofSeconds(15));

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
        require(maxPerService > 0, "maxPerService", maxPerService, "more than 0");
        require(failuresToPause > 0, "failuresToPause", failuresToPause, "more than 0");
        require(positive(pause), "pause", pause, "more than 0");
    }

    /** The same with other time-outs for one attempt and for the whole call. */
    public CallBounds withTimeouts(Duration attempt, Duration call) {
        return new CallBounds(
                connectTimeout,
                attempt,
                call,
                maxResponseBytes,
                maxBodyBytes,
                maxConnections,
                maxPerService,
                failuresToPause,
                pause);
    }

    /**
     * The same, but no wider than a service's own limits. When it is left alone is for the service to say.
     *
     * @param usually calls of the service at a time, where its limits do not say
     */
    CallBounds narrowedBy(Limits limits, int usually) {
        Duration call = earlier(callTimeout, limits.total());
        Duration attempt = earlier(earlier(attemptTimeout, limits.attempt()), call);
        return new CallBounds(
                earlier(earlier(connectTimeout, limits.connect()), attempt),
                attempt,
                call,
                fewer(maxResponseBytes, limits.responseBytes()),
                maxBodyBytes,
                maxConnections,
                fewer(maxPerService, limits.connections() == null ? Integer.valueOf(usually) : limits.connections()),
                limits.failures() == null ? failuresToPause : limits.failures(),
                limits.pause() == null ? pause : limits.pause());
    }

    private static Duration earlier(Duration ours, @Nullable Duration theirs) {
        return theirs == null || theirs.compareTo(ours) > 0 ? ours : theirs;
    }

    private static int fewer(int ours, @Nullable Integer theirs) {
        return theirs == null ? ours : Math.min(ours, theirs);
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
