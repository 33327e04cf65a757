// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Posts JSON to Slack: bounded in time, no redirects, the answer's body unread. */
final class SlackHttp {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration EXCHANGE = Duration.ofSeconds(10);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);
    private static final int TOO_MANY = 429;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** What became of a post. */
    sealed interface Sent {}

    record Delivered() implements Sent {}

    /** Slack is away or asks for patience. {@code after}: how long it asks for, zero when it does not say. */
    record TryAgain(Duration after) implements Sent {}

    /** Slack will not take this message, however often it is sent. */
    record Refused(int status) implements Sent {}

    Sent post(URI url, ObjectNode message) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json; charset=utf-8")
                .timeout(EXCHANGE)
                .POST(HttpRequest.BodyPublishers.ofString(message.toString()))
                .build();
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            return judge(answer.get(EXCHANGE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException away) {
            answer.cancel(true);
            return new TryAgain(Duration.ZERO);
        }
    }

    private static Sent judge(HttpResponse<Void> answer) {
        int status = answer.statusCode();
        if (status >= 200 && status < 300) {
            return new Delivered();
        }
        return status == TOO_MANY || status >= 500 ? new TryAgain(retryAfter(answer)) : new Refused(status);
    }

    private static Duration retryAfter(HttpResponse<Void> answer) {
        String seconds = answer.headers().firstValue("Retry-After").orElse("0");
        if (!seconds.matches("[0-9]{1,6}")) {
            return Duration.ZERO;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(seconds));
        return asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked;
    }
}
