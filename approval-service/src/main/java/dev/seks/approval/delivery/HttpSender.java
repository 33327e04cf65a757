// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.delivery;

import dev.seks.schemas.wire.BoundedBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Exchanges over HTTP: one deadline over each, answers of bounded size, no redirects. It tells what surely never left from
 * what may have been taken, because the one may be sent again and the other must first be looked for. Safe for use by many
 * threads.
 */
public final class HttpSender {
    /** The longest that one exchange takes. */
    public static final Duration EXCHANGE = Duration.ofSeconds(5);

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);
    private static final Duration SHORTEST_RETRY_AFTER = Duration.ofSeconds(1);
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1", "[::1]");

    private static final byte[] NOTHING = {};

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final HttpResponse.BodyHandler<byte[]> body;

    /** {@code maxAnswer}: the largest answer that is read, in bytes. */
    public HttpSender(int maxAnswer) {
        this(head -> new BoundedBody(maxAnswer));
    }

    private HttpSender(HttpResponse.BodyHandler<byte[]> body) {
        this.body = body;
    }

    /** A sender to whom an answer is its status and headers: what follows them is neither waited for nor read. */
    public static HttpSender ofHeads() {
        return new HttpSender(head ->
                HttpResponse.BodySubscribers.mapping(HttpResponse.BodySubscribers.ofInputStream(), in -> {
                    try (in) {
                        return NOTHING;
                    } catch (IOException e) {
                        throw new UncheckedIOException("an answer cannot be left", e);
                    }
                }));
    }

    /** The client, for a WebSocket. */
    public HttpClient client() {
        return client;
    }

    /** What became of an exchange. */
    public sealed interface Exchange {}

    public record Answered(int status, HttpHeaders headers, byte[] body) implements Exchange {}

    /** They have no byte of it. */
    public record Unsent(String why) implements Exchange {}

    /** They may have taken it, or not. */
    public record Lost(String why) implements Exchange {}

    public Exchange send(HttpRequest request) throws InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, body);
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

    /** How long an answer asks to be left alone, between a second and five minutes. */
    public static Duration retryAfter(HttpHeaders headers) {
        String seconds = headers.firstValue("Retry-After").orElse("");
        if (!seconds.matches("[0-9]{1,6}")) {
            return SHORTEST_RETRY_AFTER;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(seconds));
        Duration atLeast = asked.compareTo(SHORTEST_RETRY_AFTER) < 0 ? SHORTEST_RETRY_AFTER : asked;
        return atLeast.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : atLeast;
    }

    /** Whether a URL may be told a secret: https, or this machine alone. */
    public static boolean isSafe(URI url) {
        return url.getHost() != null
                && url.getRawUserInfo() == null
                && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()) && isLoopback(url.getHost()));
    }

    /** Whether a host is this machine, by its written form alone. */
    public static boolean isLoopback(String host) {
        return LOOPBACK.contains(host);
    }
}
