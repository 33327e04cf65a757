// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import dev.seks.schemas.wire.BoundedBody;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Exchanges with Slack: one deadline over each, answers of bounded size, no redirects. It tells what surely never left
 * from what Slack may have taken, because the one may be sent again and the other must first be looked for. Safe for use
 * by many threads.
 */
final class SlackHttp {
    /** The longest that one exchange takes. */
    static final Duration EXCHANGE = Duration.ofSeconds(5);

    /** The largest answer, in bytes: a page of a channel's messages. */
    static final int MAX_ANSWER = 16 * 1024 * 1024;

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);
    private static final Duration SHORTEST_RETRY_AFTER = Duration.ofSeconds(1);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** The client, for a WebSocket. */
    HttpClient client() {
        return client;
    }

    /** What became of an exchange. */
    sealed interface Exchange {}

    record Answered(int status, HttpHeaders headers, byte[] body) implements Exchange {}

    /** Slack has no byte of it. */
    record Unsent(String why) implements Exchange {}

    /** Slack may have taken it, or not. */
    record Lost(String why) implements Exchange {}

    Exchange send(HttpRequest request) throws InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, head -> new BoundedBody(MAX_ANSWER));
        try {
            HttpResponse<byte[]> got = answer.get(EXCHANGE.toMillis(), TimeUnit.MILLISECONDS);
            return new Answered(got.statusCode(), got.headers(), got.body());
        } catch (InterruptedException stop) {
            answer.cancel(true);
            throw stop;
        } catch (TimeoutException slow) {
            answer.cancel(true);
            return new Lost("no answer within " + EXCHANGE.toSeconds() + " s");
        } catch (ExecutionException broken) {
            Throwable cause = broken.getCause();
            String why = cause.getClass().getSimpleName();
            return neverLeft(cause) ? new Unsent(why) : new Lost(why);
        }
    }

    private static boolean neverLeft(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof UnknownHostException
                || cause instanceof UnresolvedAddressException;
    }

    /** How long Slack asks to be left alone, between a second and five minutes. */
    static Duration retryAfter(HttpHeaders headers) {
        String seconds = headers.firstValue("Retry-After").orElse("");
        if (!seconds.matches("[0-9]{1,6}")) {
            return SHORTEST_RETRY_AFTER;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(seconds));
        Duration atLeast = asked.compareTo(SHORTEST_RETRY_AFTER) < 0 ? SHORTEST_RETRY_AFTER : asked;
        return atLeast.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : atLeast;
    }
}
