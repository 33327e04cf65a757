// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.approval.Asked;
import dev.seks.schemas.record.GrantEndCause;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LiveFeedTest {
    private final RunningInbox inbox = new RunningInbox();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        inbox.close();
    }

    @Test
    void tellsNothingToStrangers() {
        HttpResponse<String> answer = inbox.send(inbox.to("/live"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("HX-Refresh")).hasValue("true");
    }

    @Test
    void tellsAnOpenPageOfEveryRequestThatComes() throws Exception {
        try (BufferedReader stream = open(inbox.cookie())) {
            assertThat(event(stream)).isEqualTo("inbox-changed");

            inbox.with(Asked.request("r-1"));
            assertThat(event(stream)).isEqualTo("inbox-changed");

            inbox.with(Asked.request("r-2"));
            assertThat(event(stream)).isEqualTo("inbox-changed");
        }
    }

    @Test
    void tellsAnOpenPageOfGrantsThatAreMadeUsedAndEnded() throws Exception {
        Asked asked = Asked.request("r-1");
        try (BufferedReader stream = open(inbox.cookie())) {
            assertThat(event(stream)).isEqualTo("inbox-changed");

            inbox.inbox.grants().take(asked.granted(Duration.ofMinutes(10), 5, "mika"));
            assertThat(event(stream)).isEqualTo("inbox-changed");

            inbox.inbox.grants().take(Asked.request("r-2").coveredBy(asked));
            assertThat(event(stream)).isEqualTo("inbox-changed");

            inbox.inbox.grants().take(asked.grantEnded(GrantEndCause.REVOKED, "mika", Asked.NOW));
            assertThat(event(stream)).isEqualTo("inbox-changed");
        }
    }

    @Test
    void endsWithTheSession() throws Exception {
        String cookie = inbox.cookie();
        try (BufferedReader stream = open(cookie)) {
            assertThat(event(stream)).isEqualTo("inbox-changed");
            inbox.clock.advance(Session.IDLE);

            while (stream.readLine() != null) {
                // what is still said before the end
            }
        }
        assertThat(inbox.send(inbox.to("/").header("Cookie", cookie).header("HX-Request", "true"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void doesNotKeepASessionAliveByItself() {
        String cookie = inbox.cookie();
        inbox.clock.advance(Session.IDLE.minusSeconds(1));
        assertThat(inbox.send(inbox.to("/").header("Cookie", cookie).header("HX-Request", "true"))
                        .statusCode())
                .isEqualTo(200);
        inbox.clock.advance(Session.IDLE.minusSeconds(1));

        assertThat(inbox.send(inbox.to("/").header("Cookie", cookie)).statusCode())
                .isEqualTo(303);
    }

    @Test
    void tellsManyPagesAtOnceAndNoMoreThanItHasRoomFor() throws Exception {
        String cookie = inbox.cookie();
        List<BufferedReader> streams = new ArrayList<>();
        for (int i = 0; i < LiveFeed.MAX_STREAMS; i++) {
            streams.add(open(cookie));
        }

        assertThat(inbox.send(inbox.to("/live").header("Cookie", cookie)).statusCode())
                .isEqualTo(503);
        assertThat(inbox.send(inbox.to("/").header("Cookie", cookie)).statusCode())
                .isEqualTo(200);
        for (BufferedReader stream : streams) {
            assertThat(event(stream)).isEqualTo("inbox-changed");
        }
        inbox.with(Asked.request("r-1"));
        for (BufferedReader stream : streams) {
            assertThat(event(stream)).isEqualTo("inbox-changed");
            stream.close();
        }
    }

    @Test
    void endsWhenTheServerStops() throws Exception {
        try (BufferedReader stream = open(inbox.cookie())) {
            assertThat(event(stream)).isEqualTo("inbox-changed");

            inbox.server.close();

            while (stream.readLine() != null) {
                // what is still said before the end
            }
        }
    }

    private BufferedReader open(String cookie) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = client.send(
                inbox.to("/live").header("Cookie", cookie).build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    /** The name of the next event. */
    private static String event(BufferedReader stream) throws IOException {
        for (String line = stream.readLine(); line != null; line = stream.readLine()) {
            if (line.startsWith("event: ")) {
                return line.substring("event: ".length());
            }
        }
        throw new AssertionError("the stream ended");
    }
}
