// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import static dev.seks.approval.Asked.NOW;
import static dev.seks.approval.Asked.PARTITION;
import static dev.seks.approval.web.RunningInbox.form;
import static dev.seks.approval.web.RunningInbox.formToken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.approval.Asked;
import dev.seks.approval.Policies;
import dev.seks.approval.inbox.Grants;
import dev.seks.approval.verdict.VerdictOutcome;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.GrantEndCause;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantsPageTest {
    private static final Duration TEN = Duration.ofMinutes(10);

    private final RunningInbox inbox = new RunningInbox();
    private final Asked site = Asked.request("r-1").bundle(Policies.DIGEST);

    @AfterEach
    void stop() {
        inbox.close();
    }

    private String page(String path) {
        HttpResponse<String> answer = inbox.send(inbox.to(path).header("Cookie", inbox.cookie()));
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private HttpResponse<String> end(String cookie, Asked asked) {
        String token = formToken(
                inbox.send(inbox.to("/grants").header("Cookie", cookie)).body());
        return inbox.send(form(inbox.to("/grants/" + asked.digest() + "/end").header("Cookie", cookie), "form", token));
    }

    private void past(Duration since) {
        inbox.clock.advance(since);
    }

    @Test
    void showsWhoMayDoWhatWhoGaveItAndHowMuchIsLeft() {
        inbox.given(site, site.granted(TEN, 5, "mika"));
        inbox.inbox.grants().take(Asked.request("r-2").coveredBy(site));
        past(Duration.ofMinutes(3));

        String page = page("/grants");

        assertThat(page)
                .contains("<title>Grants (1)", "aeonbyte", "<code>github repos.create</code>", "<code>site</code>")
                .contains("owned by <b>ola</b>", "given by <b>Mika Sato</b>", "2 min ago", "<b>4</b> of 5 uses left")
                .contains("href=\"/approvals/" + site.digest() + "\"", "7 min left", ">Revoke</button>");
        assertThat(page("/")).contains("Grants <span class=\"number\">1</span>");
        assertThat(page("/approvals/" + site.digest()))
                .contains("It came with a grant, which holds for 7 min, 4 of 5 uses left.");
    }

    @Test
    void saysSoWhereThereIsNone() {
        assertThat(page("/grants")).contains("No agent holds a grant.").doesNotContain("Ended in the last");
        assertThat(page("/")).contains("Grants <span class=\"number\">0</span>");
    }

    @Test
    void namesThePolicyAndLinksNowhereWhereNobodyWasAsked() {
        inbox.inbox.grants().take(site.granted(null, TEN, 5));

        assertThat(page("/grants"))
                .contains("given by <b>the policy</b>", "<b>any resource</b>", "with request <code>r-1</code>")
                .contains("an operator can end it: <code>seks grants revoke "
                        + site.digest().substring(0, 12))
                .doesNotContain("/approvals/" + site.digest(), ">Revoke<");
    }

    @Test
    void saysHowEachEnded() {
        Asked used = Asked.request("r-2").params("{\"name\":\"used\"}");
        Asked late = Asked.request("r-3").params("{\"name\":\"late\"}");
        Asked gone = Asked.request("r-4").params("{\"name\":\"gone\"}");
        Asked ordered = Asked.request("r-5").params("{\"name\":\"ordered\"}");
        inbox.given(site, site.granted(TEN, 5, "mika"))
                .given(used, used.granted(TEN, 1, "mika"))
                .given(late, late.granted(Duration.ofMinutes(1), 5, "mika"))
                .given(gone, gone.granted(TEN, 5, "mika"))
                .given(ordered, ordered.granted("params:" + "0".repeat(64), TEN, 5, "mika"));
        Instant soon = NOW.plusSeconds(120);
        inbox.inbox.grants().take(Asked.request("r-9").coveredBy(used));
        inbox.inbox.grants().take(site.grantEnded(GrantEndCause.REVOKED, "ann", soon));
        inbox.inbox.grants().take(gone.grantEnded(GrantEndCause.POLICY, null, soon));
        inbox.inbox.grants().take(ordered.grantEnded(GrantEndCause.REVOKED, null, soon));
        past(Duration.ofMinutes(4));

        String page = page("/grants");

        assertThat(page)
                .contains("No agent holds a grant.", "revoked by Ann Berg", ">used up<", ">out of time<")
                .contains(">no longer covered by the policy<", ">revoked<", "1 of 1 used", "on the same parameters");
        assertThat(page("/approvals/" + used.digest())).contains("It came with a grant, which is used up.");
        past(Grants.LATELY.plusMinutes(10));
        assertThat(page("/grants")).doesNotContain("Ended in the last");
        assertThat(page("/approvals/" + used.digest())).doesNotContain("It came with a grant");
    }

    @Test
    void endsAGrantForWhoGaveIt() {
        inbox.given(site, site.granted(TEN, 5, "ann", "mika"));
        past(Duration.ofMinutes(2));
        String cookie = inbox.cookie();

        HttpResponse<String> answer = end(cookie, site);

        assertThat(answer.statusCode()).isEqualTo(303);
        String there = answer.headers().firstValue("Location").orElseThrow();
        assertThat(there).endsWith("/grants?ended=" + site.digest());
        assertThat(inbox.published).hasSize(1);
        Verdict verdict = inbox.published.get(0);
        assertThat(verdict.getVerdict()).isEqualTo(VerdictChoice.REVOKE);
        assertThat(verdict.getRequestDigest()).isEqualTo(site.digest());
        assertThat(verdict.getRequestId()).isEqualTo("r-1");
        assertThat(verdict.getAgent()).isEqualTo("aeonbyte");
        assertThat(verdict.getDomain()).isEqualTo("default");
        assertThat(verdict.getPerson()).isEqualTo("mika");
        assertThat(verdict.getChannel()).isEqualTo(Channel.WEB);
        assertThat(verdict.getEvidence()).containsEntry("signIn", "local");
        assertThat(inbox.partitions).containsExactly(PARTITION);
        assertThat(page("/grants?ended=" + site.digest()))
                .contains("Your word is published", "is being ended")
                .doesNotContain(">Revoke<");
        assertThat(end(cookie, site).statusCode()).isEqualTo(409);

        inbox.inbox.grants().take(site.grantEnded(GrantEndCause.REVOKED, "mika", inbox.clock.instant()));

        assertThat(page("/grants?ended=" + site.digest()))
                .contains("revoked by Mika Sato", "No agent holds a grant.")
                .doesNotContain("Your word is published", "is being ended");
        assertThat(end(cookie, site).statusCode()).isEqualTo(409);
        assertThat(inbox.published).hasSize(1);
    }

    @Test
    void endsNothingForWhoDidNotGiveIt() {
        inbox.given(site, site.granted(TEN, 5, "ann"));

        assertThat(page("/grants"))
                .contains("given by <b>Ann Berg</b>", "Ann Berg or an operator can end it")
                .doesNotContain(">Revoke<");
        HttpResponse<String> answer = end(inbox.cookie(), site);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("Only those who gave this grant may end it here");
        assertThat(inbox.published).isEmpty();
        assertThat(inbox.counts.of(Channel.WEB, VerdictOutcome.NOT_THE_GIVER)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not-the-token", "twice"})
    void endsNothingByAFormThatIsNotItsOwn(String token) {
        inbox.given(site, site.granted(TEN, 5, "mika"));
        String cookie = inbox.cookie();
        HttpRequest.Builder post = inbox.to("/grants/" + site.digest() + "/end").header("Cookie", cookie);

        int status = inbox.send(
                        token.equals("twice") ? form(post, "form", "a", "form", "b") : form(post, "form", token))
                .statusCode();

        assertThat(status).isIn(400, 403);
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void endsNothingForAnotherSiteAnotherTypeAStrangerOrTheTokenAlone() {
        inbox.given(site, site.granted(TEN, 5, "mika"));
        String cookie = inbox.cookie();
        String token = formToken(
                inbox.send(inbox.to("/grants").header("Cookie", cookie)).body());
        String path = "/grants/" + site.digest() + "/end";

        assertThat(inbox.send(form(
                                inbox.to(path).header("Cookie", cookie).header("Origin", "https://evil.example"),
                                "form",
                                token))
                        .statusCode())
                .isEqualTo(403);
        assertThat(inbox.send(inbox.to(path)
                                .header("Cookie", cookie)
                                .header("Content-Type", "text/plain")
                                .POST(HttpRequest.BodyPublishers.ofString("form=" + token)))
                        .statusCode())
                .isEqualTo(415);
        assertThat(inbox.send(form(inbox.to(path), "form", token)).statusCode()).isEqualTo(401);
        assertThat(inbox.send(form(inbox.withToken(path), "form", token)).statusCode())
                .isEqualTo(401);
        assertThat(inbox.send(inbox.to(path).header("Cookie", cookie)).statusCode())
                .isEqualTo(405);
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void endsNothingThroughTheCallsForPrograms() {
        inbox.given(site, site.granted(TEN, 5, "mika"));

        assertThat(inbox.send(inbox.verdict(site.digest(), "{\"verdict\":\"REVOKE\"}"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(inbox.published).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "r-1", "%2e%2e", "<script>"})
    void knowsNoOtherGrant(String id) {
        inbox.given(site, site.granted(TEN, 5, "mika"));
        String cookie = inbox.cookie();
        String token = formToken(
                inbox.send(inbox.to("/grants").header("Cookie", cookie)).body());
        String encoded = id.replace("<", "%3C").replace(">", "%3E");

        assertThat(inbox.send(form(inbox.to("/grants/" + encoded + "/end").header("Cookie", cookie), "form", token))
                        .statusCode())
                .isIn(400, 404);
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void letsItBeSaidAgainWhenItWasNotWritten() {
        inbox.given(site, site.granted(TEN, 5, "mika"));
        inbox.kafkaDown = true;
        assertThat(end(inbox.cookie(), site).statusCode()).isEqualTo(503);

        inbox.kafkaDown = false;

        assertThat(end(inbox.cookie(), site).statusCode()).isEqualTo(303);
    }

    @Test
    void letsItBeSaidAgainWhenItHadNoEffect() {
        inbox.given(site, site.granted(TEN, 5, "mika"));
        end(inbox.cookie(), site);

        past(Duration.ofSeconds(31));

        assertThat(page("/grants")).contains(">Revoke<");
        assertThat(end(inbox.cookie(), site).statusCode()).isEqualTo(303);
        assertThat(inbox.published).hasSize(2);
    }

    @Test
    void leadsStrangersToTheSignInPageAndBack() {
        HttpResponse<String> answer = inbox.send(inbox.to("/grants"));

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/sign-in?back=/grants");
        assertThat(inbox.send(inbox.to("/sign-in?back=/grants")).body()).contains("name=\"back\" value=\"/grants\"");
    }

    @Test
    void saysNothingBeforeTheLogIsRead() {
        inbox.given(site, site.granted(TEN, 5, "mika"));
        inbox.ready = false;

        assertThat(inbox.send(inbox.to("/grants").header("Cookie", inbox.cookie()))
                        .statusCode())
                .isEqualTo(503);
    }

    @Test
    void showsWhatAnAgentCalledThingsAsItIs() {
        inbox.inbox.grants().take(Asked.request("r-1").granted("<b>a</b>\u202e\u0000&", TEN, 5, "<i>mika"));

        assertThat(page("/grants"))
                .contains("&lt;b&gt;a&lt;/b&gt;\\u{202e}\\u{0}&amp;", "&lt;i&gt;mika")
                .doesNotContain("<b>a</b>", "<i>mika", "\u202e");
    }

    @Test
    void tellsDomainsApartWhereThereAreSeveral() {
        Asked other = Asked.request("r-2").in("other");
        inbox.inbox.grants().take(site.granted(TEN, 5, "mika"));
        assertThat(page("/grants")).doesNotContain("in default");

        inbox.inbox.grants().take(other.granted(TEN, 5, "mika"));

        assertThat(page("/grants")).contains("in default", "in other");
    }

    @Test
    void listsVeryManyPageByPage() {
        for (int i = 0; i <= GrantsPage.PAGE; i++) {
            inbox.inbox.grants().take(Asked.request("r-" + i).granted(TEN.plusSeconds(i), 5, "mika"));
        }

        assertThat(page("/grants")).contains("page 1 of 2", "<span class=\"count\">101</span>");
        assertThat(page("/grants?page=2").split(">Revoke<", -1)).hasSize(2);
        assertThat(page("/grants?page=99")).contains("page 2 of 2");
    }

    @Test
    void countsThemForMonitoring() {
        inbox.given(site, site.granted(TEN, 5, "mika"));

        assertThat(inbox.send(inbox.to("/metrics")).body()).contains("\nseks_grants_live 1\n");
        past(TEN.plusMinutes(2));
        assertThat(inbox.send(inbox.to("/metrics")).body()).contains("\nseks_grants_live 0\n");
    }
}
