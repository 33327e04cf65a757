// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import static dev.seks.approval.web.RunningInbox.TOKEN;
import static dev.seks.approval.web.RunningInbox.form;
import static dev.seks.approval.web.RunningInbox.formToken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.approval.Asked;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InboxPagesTest {
    private final Asked asked = Asked.request("r-1");
    private final RunningInbox inbox = new RunningInbox().with(asked);

    @AfterEach
    void stop() {
        inbox.close();
    }

    @Test
    void leadsStrangersToTheSignInPage() {
        HttpResponse<String> answer = inbox.send(inbox.to("/"));

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/sign-in");
    }

    @Test
    void signsInWithTheToken() {
        HttpResponse<String> answer = inbox.send(form(inbox.to("/sign-in"), "token", TOKEN));

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("HttpOnly", "SameSite=Strict", "Max-Age=43200", "Path=/");
    }

    @Test
    void doesNotSignInWithAnotherToken() {
        HttpResponse<String> answer = inbox.send(form(inbox.to("/sign-in"), "token", TOKEN + "x"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void signsInOnceWithALink() {
        HttpRequest.Builder link = HttpRequest.newBuilder(inbox.server.signInLink());

        assertThat(inbox.send(link).statusCode()).isEqualTo(200);
        assertThat(inbox.send(link).statusCode()).isEqualTo(401);
    }

    @Test
    void doesNotSignInWithALinkThatIsTooOld() {
        HttpRequest.Builder link = HttpRequest.newBuilder(inbox.server.signInLink());
        inbox.clock.advance(Duration.ofMinutes(10));

        assertThat(inbox.send(link).statusCode()).isEqualTo(401);
    }

    @Test
    void listsWhatWaits() {
        String page = page("/");

        assertThat(page).contains("github repos.create", "aeonbyte", "/approvals/" + asked.digest());
    }

    @Test
    void showsEverythingAPersonJudgesBy() {
        String page = page("/approvals/" + asked.digest());

        assertThat(page)
                .contains(
                        "\"name\": \"site\"",
                        "The agent says",
                        "the user wants a site",
                        "require_approval[0]",
                        "seks-policy.yaml, line 14",
                        asked.digest());
    }

    @Test
    void approvesByForm() {
        String cookie = inbox.cookie();
        String path = "/approvals/" + asked.digest();
        String token =
                formToken(inbox.send(inbox.to(path).header("Cookie", cookie)).body());

        HttpResponse<String> answer = inbox.send(form(
                inbox.to(path).header("Cookie", cookie).header("Origin", origin()),
                "form",
                token,
                "verdict",
                "approve",
                "comment",
                "go ahead"));

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(inbox.published).hasSize(1);
        Verdict verdict = inbox.published.get(0);
        assertThat(verdict.getVerdict()).isEqualTo(VerdictChoice.APPROVE);
        assertThat(verdict.getChannel()).isEqualTo(Channel.WEB);
        assertThat(verdict.getComment()).isEqualTo("go ahead");
        assertThat(inbox.send(inbox.to(path).header("Cookie", cookie)).body())
                .contains("Answered.")
                .doesNotContain("value=\"approve\"");
    }

    @Test
    void publishesNothingForAFormOfAnotherOrigin() {
        String cookie = inbox.cookie();
        String path = "/approvals/" + asked.digest();
        String token =
                formToken(inbox.send(inbox.to(path).header("Cookie", cookie)).body());

        for (String origin : new String[] {"http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1"}) {
            HttpResponse<String> answer = inbox.send(form(
                    inbox.to(path).header("Cookie", cookie).header("Origin", origin),
                    "form",
                    token,
                    "verdict",
                    "approve"));
            assertThat(answer.statusCode()).isEqualTo(403);
        }

        assertThat(inbox.published).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong"})
    void publishesNothingWithoutTheFormToken(String token) {
        HttpRequest.Builder request = form(
                inbox.to("/approvals/" + asked.digest()).header("Cookie", inbox.cookie()),
                "verdict",
                "approve",
                "form",
                token);

        assertThat(inbox.send(request).statusCode()).isEqualTo(403);
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void publishesNothingWithTheFormTokenOfAnotherSession() {
        String path = "/approvals/" + asked.digest();
        String others = formToken(
                inbox.send(inbox.to(path).header("Cookie", inbox.cookie())).body());

        HttpRequest.Builder request =
                form(inbox.to(path).header("Cookie", inbox.cookie()), "verdict", "approve", "form", others);

        assertThat(inbox.send(request).statusCode()).isEqualTo(403);
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void publishesNothingForAFormWithAFieldTwice() {
        String cookie = inbox.cookie();
        String path = "/approvals/" + asked.digest();
        String token =
                formToken(inbox.send(inbox.to(path).header("Cookie", cookie)).body());

        HttpResponse<String> answer = inbox.send(
                form(inbox.to(path).header("Cookie", cookie), "form", token, "verdict", "deny", "verdict", "approve"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void forgetsASessionAfterTwelveHours() {
        String cookie = inbox.cookie();
        inbox.clock.advance(Duration.ofHours(12));

        assertThat(inbox.send(inbox.to("/").header("Cookie", cookie)).statusCode())
                .isEqualTo(303);
    }

    @Test
    void signsOut() {
        String cookie = inbox.cookie();
        String token =
                formToken(inbox.send(inbox.to("/").header("Cookie", cookie)).body());

        inbox.send(form(inbox.to("/sign-out").header("Cookie", cookie), "form", token));

        assertThat(inbox.send(inbox.to("/").header("Cookie", cookie)).statusCode())
                .isEqualTo(303);
    }

    @Test
    void showsTheAgentsMarkupInsteadOfObeyingIt() {
        String attack = "<script>alert(1)</script><img src=x onerror=alert(1)>\u202Edesrever";
        Asked hostile =
                Asked.request("r-2").reason(attack).params("{\"name\":\"</pre><script>alert(2)</script>\u2066\"}");
        inbox.with(hostile);

        String page = page("/approvals/" + hostile.digest());

        assertThat(page)
                .doesNotContain("<script>alert", "<img src=x", "\u202E", "\u2066")
                .contains("&lt;script&gt;alert(1)", "\\u{202e}desrever", "\\u{2066}");
    }

    @Test
    void saysHowItEnded() {
        inbox.inbox.decided(asked.said("mika", VerdictChoice.DENY).ended(Outcome.DENIED, Reason.DENIED_BY_PERSON));

        assertThat(page("/")).contains("Nothing waits", "denied by mika");
        assertThat(page("/approvals/" + asked.digest()))
                .contains("denied by mika")
                .doesNotContain("value=\"approve\"");
    }

    @Test
    void offersNothingToPeopleWhoAreNotAsked() {
        Asked others = Asked.request("r-2").asking("ann");
        inbox.with(others);

        assertThat(page("/approvals/" + others.digest()))
                .contains("not among the people")
                .doesNotContain("value=\"approve\"");
    }

    @Test
    void showsAFaultAsAPageToPeople() {
        HttpResponse<String> answer = inbox.send(
                inbox.to("/approvals/000000").header("Cookie", inbox.cookie()).header("Accept", "text/html"));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    }

    private String page(String path) {
        HttpResponse<String> answer = inbox.send(inbox.to(path).header("Cookie", inbox.cookie()));
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private String origin() {
        return "http://127.0.0.1:" + inbox.server.port();
    }
}
