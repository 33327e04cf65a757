// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import static dev.seks.approval.Asked.PARTITION;

import dev.seks.approval.Asked;
import dev.seks.approval.HandClock;
import dev.seks.approval.inbox.Catalogues;
import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.slack.FakeSlack;
import dev.seks.approval.slack.Slack;
import dev.seks.approval.slack.SlackConfig;
import dev.seks.approval.slack.SlackUser;
import dev.seks.approval.verdict.VerdictCounts;
import dev.seks.approval.verdict.VerdictDesk;
import dev.seks.approval.verdict.VerdictPublisher;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.wire.SchemaIds;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The real web server over an inbox filled by hand and a publisher that only remembers. */
final class RunningInbox implements AutoCloseable, VerdictPublisher {
    static final String TOKEN = "a-token-of-more-than-twenty-characters";
    static final String SLACK_SECRET = "a secret that signs for Slack";
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"form\" value=\"([^\"]+)\"");

    final HandClock clock = new HandClock(Asked.NOW.plusSeconds(1));
    final Inbox inbox = new Inbox();
    final List<Verdict> published = new CopyOnWriteArrayList<>();
    final VerdictCounts counts = new VerdictCounts();
    volatile boolean ready = true;
    volatile boolean kafkaDown;
    final WebServer server;
    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    private final Optional<Slack> slack;

    RunningInbox() {
        this(null);
    }

    /** The same, taking button presses that the fake Slack's user U1 of team T1, who is mika, makes. */
    static RunningInbox with(FakeSlack slack) {
        SlackConfig config = new SlackConfig(slack.webhook(), List.of(), Map.of(new SlackUser("T1", "U1"), "mika"));
        return new RunningInbox(config);
    }

    private RunningInbox(@Nullable SlackConfig config) {
        Catalogues catalogues = new Catalogues();
        VerdictDesk desk = new VerdictDesk(inbox, this, clock, counts::count);
        slack = Optional.ofNullable(config).map(c -> new Slack(c, List.of(SLACK_SECRET), desk, clock));
        server = WebServer.start(
                new WebServer.Address("127.0.0.1", 0, null),
                new WebServer.Operator("mika", TOKEN),
                new WebServer.Content(
                        inbox,
                        catalogues,
                        desk,
                        SchemaIds.builtIn(),
                        () -> ready,
                        counts,
                        slack.flatMap(Slack::actions)),
                clock);
    }

    RunningInbox with(Asked asked) {
        inbox.pending(asked.pending(), asked.record(), PARTITION);
        return this;
    }

    @Override
    public void publish(Verdict verdict, int partition) throws PublishException {
        if (kafkaDown) {
            throw new PublishException("no broker", new IOException());
        }
        published.add(verdict);
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(at(path));
    }

    HttpRequest.Builder withToken(String path) {
        return to(path).header("Authorization", "Bearer " + TOKEN);
    }

    HttpRequest.Builder verdict(String digest, String json) {
        return withToken("/v1/approvals/" + digest + "/verdicts")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Signs in with a one-time link; returns the cookie to send along. */
    String cookie() {
        HttpResponse<String> welcome = send(HttpRequest.newBuilder(server.signInLink()));
        return welcome.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    }

    /** The hidden token of the forms on a page. */
    static String formToken(String page) {
        Matcher matcher = FORM_TOKEN.matcher(page);
        if (!matcher.find()) {
            throw new AssertionError("a page without a form");
        }
        return matcher.group(1);
    }

    static HttpRequest.Builder form(HttpRequest.Builder request, String... namesAndValues) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            body.append(i == 0 ? "" : "&")
                    .append(namesAndValues[i])
                    .append('=')
                    .append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
        }
        return request.header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    }

    @Override
    public void close() {
        server.close();
        slack.ifPresent(Slack::close);
    }
}
