// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import static dev.seks.approval.web.RunningInbox.TOKEN;
import static dev.seks.approval.web.RunningInbox.form;
import static dev.seks.approval.web.RunningInbox.formToken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.approval.Asked;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.GrantOffer;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    void saysWhoWillBeAskedTooAndWhoIs() {
        Asked coming = Asked.request("r-8").escalatingAt(Asked.NOW.plusSeconds(600));
        Asked come = Asked.request("r-9").escalatedAt(Asked.NOW.minusSeconds(60), "ann");
        inbox.with(coming).with(come);

        assertThat(page("/approvals/" + coming.digest()))
                .contains("Escalates to leads in ", ", unless it is decided before.");
        assertThat(page("/approvals/" + come.digest()))
                .contains("Asked too for", "since nobody had decided: leads.", "leads: ")
                .doesNotContain("Escalates to");
    }

    @Test
    void offersTheSameForAsLongAsMayBeAndNowhereElse() {
        Asked grantable = Asked.request("r-7").grantable();
        inbox.with(grantable);

        assertThat(page("/approvals/" + grantable.digest()))
                .contains("the same for 5 min", "the same for 10 min", "the same for 15 min", "up to 5 times")
                .doesNotContain("30 min");
        assertThat(page("/approvals/" + asked.digest())).doesNotContain("name=\"minutes\"");
    }

    @Test
    void approvesTheSameForSomeMinutes() {
        Asked grantable = Asked.request("r-7").grantable();
        inbox.with(grantable);

        assertThat(chosen(grantable, "approve", "10").statusCode()).isEqualTo(303);

        assertThat(inbox.published).extracting(Verdict::getGrant).containsExactly(new GrantOffer(600_000L, 5));
    }

    @Test
    void deniesWhateverMinutesAreChosen() {
        Asked grantable = Asked.request("r-7").grantable();
        inbox.with(grantable);

        assertThat(chosen(grantable, "deny", "10").statusCode()).isEqualTo(303);

        assertThat(inbox.published).extracting(Verdict::getGrant).containsExactly((GrantOffer) null);
    }

    @Test
    void publishesNothingForMinutesThatMayNotBe() {
        Asked grantable = Asked.request("r-7").grantable();
        inbox.with(grantable);

        assertThat(chosen(grantable, "approve", "16").statusCode()).isEqualTo(422);
        assertThat(chosen(grantable, "approve", "-1").statusCode()).isEqualTo(400);
        assertThat(chosen(asked, "approve", "1").statusCode()).isEqualTo(422);
        assertThat(inbox.published).isEmpty();
    }

    private HttpResponse<String> chosen(Asked one, String verdict, String minutes) {
        String cookie = inbox.cookie();
        String path = "/approvals/" + one.digest();
        String token =
                formToken(inbox.send(inbox.to(path).header("Cookie", cookie)).body());
        return inbox.send(form(
                inbox.to(path).header("Cookie", cookie).header("Origin", origin()),
                "form",
                token,
                "verdict",
                verdict,
                "minutes",
                minutes));
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
    void forgetsASessionInWhichNothingIsDone() {
        String cookie = inbox.cookie();
        inbox.clock.advance(Session.IDLE);

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

        assertThat(page("/")).contains("Nothing waits", "denied by Mika Sato");
        assertThat(page("/approvals/" + asked.digest()))
                .contains("denied by Mika Sato")
                .doesNotContain("value=\"approve\"");
    }

    @Test
    void showsHowSimilarRequestsOfTheAgentEnded() {
        Asked denied = Asked.request("r-7").said("mika", VerdictChoice.DENY, "not before the review");
        Asked approved = Asked.request("r-8").params("{\"name\":\"blog\"}").said("mika", VerdictChoice.APPROVE);
        Asked anotherAction = Asked.request("r-9").action("github", "repos.rename");
        Asked anotherAgent = Asked.request("r-10").agent("stranger");
        inbox.with(denied).with(approved).with(anotherAction).with(anotherAgent);
        inbox.inbox.decided(denied.ended(Outcome.DENIED, Reason.DENIED_BY_PERSON));
        inbox.inbox.decided(approved.ended(Outcome.APPROVED, Reason.APPROVED_BY_PEOPLE));
        inbox.inbox.decided(anotherAction.ended(Outcome.DENIED, Reason.APPROVAL_EXPIRED));
        inbox.inbox.decided(anotherAgent.ended(Outcome.DENIED, Reason.APPROVAL_EXPIRED));

        String page = page("/approvals/" + asked.digest());

        assertThat(page)
                .contains("1 approved, 1 denied", denied.digest(), approved.digest())
                .contains("Mika Sato: not before the review", "approved by Mika Sato")
                .containsOnlyOnce("same parameters")
                .doesNotContain(anotherAction.digest(), anotherAgent.digest());
    }

    @Test
    void namesTheOwnerTheDigestAndHowManyBytesItIsOf() {
        assertThat(page("/approvals/" + asked.digest()))
                .contains("owned by ola", asked.digest())
                .contains("SHA-256 of the " + asked.bytes().length + " bytes");
    }

    @Test
    void leadsToTheNextRequestThatWaits() {
        Asked later = Asked.request("r-2").params("{\"name\":\"later\"}").at(Asked.NOW.plusMillis(1));
        Asked notMine = Asked.request("r-3").asking("ann").at(Asked.NOW.plusMillis(2));
        inbox.with(later).with(notMine);

        assertThat(page("/approvals/" + asked.digest())).contains("href=\"/approvals/" + later.digest() + "\"");
        assertThat(page("/approvals/" + later.digest()))
                .contains("href=\"/approvals/" + asked.digest() + "\"")
                .doesNotContain(notMine.digest());
    }

    @Test
    void listsApartWhatOthersAreAsked() {
        inbox.with(Asked.request("r-2").asking("ann").params("{\"name\":\"anns\"}"));

        String page = page("/");

        assertThat(page).contains("<span class=\"count\">1</span>", "Others are asked");
        assertThat(page.indexOf("create repository anns")).isGreaterThan(page.indexOf("Others are asked"));
    }

    @Test
    void listsAHundredAtATime() {
        for (int i = 0; i < ListPage.PAGE; i++) {
            inbox.with(Asked.request("m-" + i).params("{\"name\":\"n" + i + "\"}"));
        }

        assertThat(page("/").split("class=\"card\"", -1)).hasSize(ListPage.PAGE + 1);
        assertThat(page("/?page=2").split("class=\"card\"", -1)).hasSize(2);
        assertThat(page("/?page=99")).contains("page 2 of 2");
        assertThat(page("/?page=-1%27")).contains("page 1 of 2");
    }

    @Test
    void listsEveryShortcutThatThePagesHave() {
        String page = page("/approvals/" + asked.digest());
        Matcher keys = Pattern.compile("data-key=\"([a-z])\"").matcher(page);
        int found = 0;

        for (; keys.find(); found++) {
            assertThat(page).contains("<kbd>" + keys.group(1) + "</kbd>");
        }

        assertThat(found).isEqualTo(4);
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
