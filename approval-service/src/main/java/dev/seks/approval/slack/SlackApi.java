// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.approval.delivery.HttpSender;
import dev.seks.schemas.wire.RecordJson;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Slack's Web API (docs.slack.dev, Using the Slack Web API) under one token. It neither logs nor repeats anything: whether
 * a call may be made again is for the caller to say. Safe for use by many threads.
 */
final class SlackApi {
    /** Where it is for everybody but users of GovSlack. */
    static final URI SLACK = URI.create("https://slack.com/api/");

    /** The largest answer, in bytes: a page of a channel's messages. */
    static final int MAX_ANSWER = 16 * 1024 * 1024;

    private static final int TOO_MANY = 429;

    /** After these Slack may have done a part of it, as its own description of them says. */
    private static final Set<String> UNCLEAR = Set.of("internal_error", "fatal_error", "service_unavailable");

    private static final Set<String> RATES = Set.of("ratelimited", "rate_limited");

    private final HttpSender http;
    private final URI base;
    private final String token;

    /** {@code base} ends with a slash. */
    SlackApi(HttpSender http, URI base, String token) {
        this.http = http;
        this.base = base;
        this.token = token;
    }

    /** Calls a method that writes. */
    SlackAnswer write(String method, ObjectNode arguments) throws InterruptedException {
        return call(method, "application/json; charset=utf-8", arguments.toString());
    }

    /** Calls a method that reads; those take no JSON. */
    SlackAnswer read(String method, Map<String, String> arguments) throws InterruptedException {
        String form = arguments.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return call(method, "application/x-www-form-urlencoded", form);
    }

    private SlackAnswer call(String method, String type, String body) throws InterruptedException {
        HttpSender.Exchange exchange = http.send(HttpRequest.newBuilder(base.resolve(method))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type)
                .timeout(HttpSender.EXCHANGE)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
        if (exchange instanceof HttpSender.Answered answered) {
            return judge(answered);
        }
        return exchange instanceof HttpSender.Unsent unsent
                ? new SlackAnswer.Away(unsent.why())
                : new SlackAnswer.Unclear(((HttpSender.Lost) exchange).why());
    }

    private static SlackAnswer judge(HttpSender.Answered answer) {
        int status = answer.status();
        if (status == TOO_MANY) {
            return new SlackAnswer.Later(HttpSender.retryAfter(answer.headers()));
        }
        if (status >= 500) {
            return new SlackAnswer.Unclear("status " + status);
        }
        if (status != 200) {
            return new SlackAnswer.Refused("http_status_" + status);
        }
        JsonNode body = RecordJson.read(new String(answer.body(), StandardCharsets.UTF_8));
        if (body == null || !body.path("ok").isBoolean()) {
            return new SlackAnswer.Unclear("an answer that is not Slack's");
        }
        if (body.path("ok").booleanValue()) {
            return new SlackAnswer.Done(body, scopes(answer));
        }
        String error = word(body.path("error").asText());
        if (RATES.contains(error)) {
            return new SlackAnswer.Later(HttpSender.retryAfter(answer.headers()));
        }
        return UNCLEAR.contains(error) ? new SlackAnswer.Unclear(error) : new SlackAnswer.Refused(error);
    }

    private static Set<String> scopes(HttpSender.Answered answer) {
        return Arrays.stream(
                        answer.headers().firstValue("x-oauth-scopes").orElse("").split(","))
                .map(String::strip)
                .filter(scope -> !scope.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Slack's errors are words; anything else could not be logged. */
    private static String word(String error) {
        return error.matches("[A-Za-z0-9_:.-]{1,80}") ? error : "an_error_without_a_name";
    }
}
