// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.seks.approval.delivery.HttpSender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackApiTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {'ok':true} | Done",
                "200 | {'ok':false,'error':'channel_not_found'} | Refused[error=channel_not_found]",
                "200 | {'ok':false,'error':'ratelimited'} | Later[after=PT3S]",
                "200 | {'ok':false,'error':'fatal_error'} | Unclear[why=fatal_error]",
                "200 | {'ok':false,'error':'<b> evil'} | Refused[error=an_error_without_a_name]",
                "200 | {'ok':false} | Refused[error=an_error_without_a_name]",
                "200 | {'ok':'true'} | Unclear[why=an answer that is not Slack's]",
                "200 | {'ok':true,'ok':true} | Unclear[why=an answer that is not Slack's]",
                "200 | <html> | Unclear[why=an answer that is not Slack's]",
                "200 | [] | Unclear[why=an answer that is not Slack's]",
                "302 | {'ok':true} | Refused[error=http_status_302]",
                "404 | gone | Refused[error=http_status_404]",
                "429 | {} | Later[after=PT3S]",
                "500 | {'ok':true} | Unclear[why=status 500]",
                "503 | {} | Unclear[why=status 503]",
            })
    void judgesWhatSlackAnswers(int status, String body, String judged) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/auth.test", exchange -> {
            byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Retry-After", "3");
            exchange.getResponseHeaders().set("x-oauth-scopes", "chat:write, channels:history");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            SlackAnswer answer = api(server.getAddress().getPort()).read("auth.test", Map.of());

            assertThat(answer.toString()).startsWith(judged);
            if (answer instanceof SlackAnswer.Done done) {
                assertThat(done.scopes()).containsExactlyInAnyOrder("chat:write", "channels:history");
            }
        } finally {
            server.stop(0);
        }
    }

    @Test
    void tellsThatNobodyIsThereFromSilence() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        assertThat(api(port).read("auth.test", Map.of())).isInstanceOf(SlackAnswer.Away.class);

        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(api(silent.getLocalPort()).read("auth.test", Map.of()))
                    .isEqualTo(new SlackAnswer.Unclear("no answer within 5 s"));
        }
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "0, 1", "999999, 300", "-3, 1", "soon, 1", "'', 1", "99999999999, 1"})
    void waitsAsLongAsItIsAskedWithinBounds(String asked, long seconds) throws Exception {
        HttpHeaders headers = HttpHeaders.of(Map.of("Retry-After", List.of(asked)), (name, value) -> true);

        assertThat(HttpSender.retryAfter(headers)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void leavesTimeForAnAnswerWithinThreeSeconds() {
        assertThat(SlackActions.ANSWER).isLessThanOrEqualTo(Duration.ofMillis(2_500));
    }

    private static SlackApi api(int port) throws IOException {
        return new SlackApi(
                new HttpSender(SlackApi.MAX_ANSWER),
                URI.create("http://127.0.0.1:" + port + "/api/"),
                "xoxb-1-2222222222");
    }
}
