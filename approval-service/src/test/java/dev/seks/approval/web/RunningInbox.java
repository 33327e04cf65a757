// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import static dev.seks.approval.Asked.PARTITION;
import static org.awaitility.Awaitility.await;

import dev.seks.approval.Asked;
import dev.seks.approval.HandClock;
import dev.seks.approval.Policies;
import dev.seks.approval.Refused;
import dev.seks.approval.attempt.DeskRefusals;
import dev.seks.approval.inbox.Catalogues;
import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.signon.FakeProvider;
import dev.seks.approval.signon.Provider;
import dev.seks.approval.slack.ChannelPlan;
import dev.seks.approval.slack.FakeSlack;
import dev.seks.approval.slack.Slack;
import dev.seks.approval.slack.SlackConfig;
import dev.seks.approval.slack.SlackSecrets;
import dev.seks.approval.verdict.VerdictAttempt;
import dev.seks.approval.verdict.VerdictCounts;
import dev.seks.approval.verdict.VerdictDesk;
import dev.seks.approval.verdict.VerdictOutcome;
import dev.seks.approval.verdict.VerdictPublisher;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.wire.SchemaIds;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The real web server over an inbox filled by hand and a publisher that only remembers. */
final class RunningInbox implements AutoCloseable, VerdictPublisher {
    static final String TOKEN = "a-token-of-more-than-twenty-characters";
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"form\" value=\"([^\"]+)\"");

    final HandClock clock = new HandClock(Asked.NOW.plusSeconds(1));
    final Inbox inbox = new Inbox();
    final List<Verdict> published = new CopyOnWriteArrayList<>();
    final List<Integer> partitions = new CopyOnWriteArrayList<>();
    final VerdictCounts counts = new VerdictCounts();
    final Refused refused = new Refused();
    volatile boolean ready = true;
    volatile boolean kafkaDown;
    volatile boolean kafkaHangs;
    final WebServer server;
    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    private final Optional<Slack> slack;

    RunningInbox() {
        this(null, Optional.empty());
    }

    /** The same, taking what the fake Slack's user U1 of the team, who is mika, does with cards. */
    static RunningInbox with(FakeSlack slack) {
        return new RunningInbox(slack, Optional.empty());
    }

    /** The same with a provider with whom people sign on. */
    static RunningInbox with(FakeProvider there) {
        return new RunningInbox(null, Optional.of(there));
    }

    private RunningInbox(@Nullable FakeSlack fake, Optional<FakeProvider> signOn) {
        Catalogues catalogues = Policies.catalogues();
        BiConsumer<VerdictAttempt, VerdictOutcome> counting = counts::count;
        VerdictDesk desk = new VerdictDesk(inbox, this, clock, counting.andThen(new DeskRefusals(inbox, refused)));
        Slack.Content content = new Slack.Content(inbox, catalogues, Policies.casts(), desk, refused);
        slack = Optional.ofNullable(fake).map(there -> new Slack(config(there), secrets(), content, clock));
        server = WebServer.start(
                new WebServer.Address("127.0.0.1", 0, null),
                new WebServer.Operator("mika", TOKEN),
                new WebServer.Content(
                        inbox,
                        catalogues,
                        Policies.casts(),
                        desk,
                        SchemaIds.builtIn(),
                        () -> ready,
                        counts,
                        slack,
                        signOn.map(provider -> new Provider(provider.config(), FakeProvider.SECRET, clock)),
                        Map.of(),
                        refused),
                clock);
    }

    /** A bot whose channel is not there, so that nothing is posted. */
    private static SlackConfig config(FakeSlack fake) {
        Path file = Path.of("given");
        return SlackConfig.ofUrl(file, List.of(file), ChannelPlan.all("C1000")).at(fake.api());
    }

    private static SlackSecrets secrets() {
        return new SlackSecrets(FakeSlack.BOT_TOKEN, null, null, List.of(FakeSlack.SIGNING_SECRET));
    }

    RunningInbox with(Asked asked) {
        inbox.pending(asked.bundle(Policies.DIGEST).pending(), asked.record(), PARTITION);
        return this;
    }

    /** A request that people approved and the grant that came with it. */
    RunningInbox given(Asked asked, Decision approval) {
        with(asked);
        inbox.decided(approval);
        inbox.grants().take(approval);
        return this;
    }

    @Override
    public void publish(Verdict verdict, int partition) throws PublishException {
        await().atMost(Duration.ofMinutes(1)).until(() -> !kafkaHangs);
        if (kafkaDown) {
            throw new PublishException("no broker", new IOException());
        }
        published.add(verdict);
        partitions.add(partition);
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
