// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.approval.Asked;
import dev.seks.approval.attempt.Who;
import dev.seks.schemas.record.AttemptReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestGuardTest {
    private final Asked asked = Asked.request("r-1");
    private final RunningInbox inbox = new RunningInbox().with(asked);

    @AfterEach
    void stop() {
        inbox.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:80",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "127.0.0.1@evil.example",
                "0.0.0.0",
                "[::ffff:127.0.0.1]",
                "2130706433"
            })
    void refusesAnotherHost(String host) throws IOException {
        assertThat(raw("GET /livez HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 40");
        assertThat(raw(verdictTo("Host: " + host + "\r\n"))).startsWith("HTTP/1.1 40");
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void tellsOfAVerdictForAnotherHost() throws IOException {
        assertThat(raw(verdictTo("Host: evil.example\r\n"))).startsWith("HTTP/1.1 403");

        assertThat(inbox.refused.reasons()).containsExactly(AttemptReason.FOREIGN_HOST);
        // another page may have made the browser send it
        assertThat(inbox.refused.last().who()).isEqualTo(Who.NOBODY);
        assertThat(inbox.refused.last().about().digest()).isEqualTo(asked.digest());
    }

    @Test
    void refusesTwoHostsAndNone() throws IOException {
        assertThat(raw(verdictTo("Host: 127.0.0.1\r\nHost: evil.example\r\n"))).startsWith("HTTP/1.1 400");
        assertThat(raw(verdictTo(""))).startsWith("HTTP/1.1 400");
        assertThat(inbox.published).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "LOCALHOST", "[::1]"})
    void answersToItsOwnNames(String host) throws IOException {
        assertThat(raw("GET /livez HTTP/1.1\r\nHost: " + host + ":" + inbox.server.port()
                        + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "http://localhost", "https://127.0.0.1", "file://"})
    void refusesAnotherOriginEvenWithTheToken(String origin) {
        HttpResponse<String> answer = inbox.send(
                inbox.verdict(asked.digest(), "{\"verdict\":\"APPROVE\"}").header("Origin", origin));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void takesItsOwnOrigin() {
        HttpResponse<String> answer = inbox.send(inbox.verdict(asked.digest(), "{\"verdict\":\"APPROVE\"}")
                .header("Origin", "http://127.0.0.1:" + inbox.server.port()));

        assertThat(answer.statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/sign-in", "/v1/approvals", "/nothing", "/inbox.css"})
    void protectsEveryAnswer(String path) {
        HttpResponse<String> answer = inbox.send(inbox.to(path));

        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("Server")).isEmpty();
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void hasNoInlineScriptOrStyleForItsOwnPolicyToStop() {
        String page = inbox.send(inbox.to("/approvals/" + asked.digest()).header("Cookie", inbox.cookie()))
                .body();

        assertThat(page).doesNotContain("<style", " style=", "onclick", "<script>");
    }

    @Test
    void refusesOtherMethodsAndPaths() {
        assertThat(inbox.send(inbox.withToken("/v1/approvals").DELETE()).statusCode())
                .isEqualTo(405);
        assertThat(inbox.send(inbox.withToken("/v1/nothing")).statusCode()).isEqualTo(404);
        assertThat(inbox.send(inbox.to("/../../etc/passwd")).statusCode()).isGreaterThanOrEqualTo(400);
    }

    private String verdictTo(String hostHeaders) {
        String body = "{\"verdict\":\"APPROVE\"}";
        return "POST /v1/approvals/" + asked.digest() + "/verdicts HTTP/1.1\r\n" + hostHeaders
                + "Authorization: Bearer " + RunningInbox.TOKEN
                + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\nConnection: close\r\n\r\n" + body;
    }

    /** Speaks HTTP by hand, since the JDK's client would not send what an attacker sends. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", inbox.server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
