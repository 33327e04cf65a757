// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import static dev.seks.approval.web.RunningInbox.form;
import static dev.seks.approval.web.RunningInbox.formToken;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.seks.approval.Asked;
import dev.seks.approval.Policies;
import dev.seks.approval.attempt.Who;
import dev.seks.approval.signon.FakeProvider;
import dev.seks.approval.signon.FakeProvider.Signing;
import dev.seks.schemas.record.AttemptReason;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing on with a real provider, one that lies among them. */
class SignOnTest {
    private final FakeProvider provider = new FakeProvider();
    private final Asked asked = Asked.request("r-1");
    private final RunningInbox inbox = RunningInbox.with(provider).with(asked);

    @AfterEach
    void stop() {
        inbox.close();
        provider.close();
    }

    @Test
    void decidesAsThePersonWithThatAddress() {
        String cookie = signOn();

        assertThat(decide(cookie, asked, "approve").statusCode()).isEqualTo(303);

        Verdict verdict = inbox.published.get(0);
        assertThat(verdict.getPerson()).isEqualTo("mika");
        assertThat(verdict.getEvidence())
                .containsEntry("signIn", "sso")
                .containsEntry("issuer", provider.config().issuer().toString())
                .containsEntry("subject", FakeProvider.SUBJECT)
                .containsEntry("email", "mika@acme.example");
    }

    @Test
    void leadsBackToTheRequestThatWasWanted() {
        String path = path(asked);
        assertThat(inbox.send(inbox.to(path)).headers().firstValue("Location").orElseThrow())
                .endsWith("/sign-in?back=" + path);

        HttpResponse<String> done = done(come(begin("/sign-in/sso?back=" + path)));

        assertThat(done.body()).contains("url=" + path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example", "//evil.example", "/approvals/../sign-out", "/approvals/abcdef%0d%0a"})
    void leadsNowhereElse(String back) {
        assertThat(done(come(begin("/sign-in/sso?back=" + back))).body()).contains("url=/\"");
    }

    @Test
    void takesTheAddressFromWhereTheProviderTellsIt() {
        provider.tellingOnRequest(
                "{\"sub\":\"" + FakeProvider.SUBJECT + "\",\"email\":\"ANN@acme.example\",\"email_verified\":true}");

        assertThat(inbox.send(inbox.to("/").header("Cookie", signOn())).body()).contains("ANN@acme.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sub\":\"somebody-else\",\"email\":\"mika@acme.example\",\"email_verified\":true}",
                "{\"sub\":\"248289761001\",\"email\":\"mika@acme.example\"}",
                "{\"sub\":\"248289761001\",\"email\":\"mika@acme.example\",\"email_verified\":\"true\"}",
                "{\"sub\":\"248289761001\",\"email_verified\":true}",
                "{\"email\":\"mika@acme.example\",\"email_verified\":true}",
                "[]",
                "not json"
            })
    void doesNotTakeAnAddressThatIsNotSurelyTheirs(String told) {
        provider.tellingOnRequest(told);

        refused(done(come(begin("/sign-in/sso"))));
    }

    @ParameterizedTest
    @EnumSource(value = Signing.class, mode = EnumSource.Mode.EXCLUDE, names = "GENUINE")
    void doesNotBelieveATokenThatTheProviderDidNotSign(Signing signing) {
        provider.signing(signing);

        refused(done(come(begin("/sign-in/sso"))));
        assertThat(provider.redeemed()).isEqualTo(1);
    }

    private static final Map<String, Consumer<JWTClaimsSet.Builder>> LIES = lies();

    private static Map<String, Consumer<JWTClaimsSet.Builder>> lies() {
        Date past = Date.from(Instant.now().minusSeconds(3_600));
        Date future = Date.from(Instant.now().plusSeconds(3_600));
        Map<String, Consumer<JWTClaimsSet.Builder>> lies = new LinkedHashMap<>();
        lies.put("another issuer", token -> token.issuer("https://evil.example"));
        lies.put("no issuer", token -> token.issuer(null));
        lies.put("another audience", token -> token.audience("another-client"));
        lies.put(
                "two audiences, another party",
                token -> token.audience(List.of(FakeProvider.CLIENT, "other")).claim("azp", "other"));
        lies.put("two audiences, no party", token -> token.audience(List.of(FakeProvider.CLIENT, "other")));
        lies.put("issued to another party", token -> token.claim("azp", "other"));
        lies.put("no audience", token -> token.audience((String) null));
        lies.put("expired", token -> token.expirationTime(past));
        lies.put("no expiry", token -> token.expirationTime(null));
        lies.put("issued in the future", token -> token.issueTime(future).expirationTime(future));
        lies.put("no time of issue", token -> token.issueTime(null));
        lies.put("another nonce", token -> token.claim("nonce", "a-nonce-of-another-sign-on"));
        lies.put("no nonce", token -> token.claim("nonce", null));
        lies.put("no subject", token -> token.subject(null));
        lies.put("an address not verified", token -> token.claim("email_verified", false));
        lies.put("an address said to be verified in words", token -> token.claim("email_verified", "true"));
        lies.put("an address of nobody", token -> token.claim("email", "eve@acme.example"));
        lies.put("an address that hides another", token -> token.claim("email", "mika@acme.example\n"));
        lies.put("several addresses", token -> token.claim("email", List.of("mika@acme.example")));
        return lies;
    }

    static Iterable<String> nameLies() {
        return LIES.keySet();
    }

    @ParameterizedTest
    @MethodSource("nameLies")
    void doesNotBelieveA(String lie) {
        provider.saying(LIES.get(lie));

        refused(done(come(begin("/sign-in/sso"))));
    }

    @Test
    void tellsOfWhomThePolicyDoesNotNameAndOfNobodyWhoIsTaken() {
        String cookie = signOn();
        assertThat(inbox.refused.all()).isEmpty();

        provider.saying(LIES.get("an address of nobody"));
        refused(done(come(begin("/sign-in/sso"))));
        assertThat(inbox.refused.last().reason()).isEqualTo(AttemptReason.SIGN_ON_NOT_LISTED);
        assertThat(inbox.refused.last().who()).isEqualTo(known("eve@acme.example"));

        provider.saying(LIES.get("an address not verified"));
        refused(done(come(begin("/sign-in/sso"))));
        assertThat(inbox.refused.last().reason()).isEqualTo(AttemptReason.SIGN_ON_NO_VERIFIED_EMAIL);
        assertThat(inbox.refused.last().who()).isEqualTo(known(null));

        provider.signing(Signing.GENUINE);
        provider.saying(LIES.get("another nonce"));
        refused(done(come(begin("/sign-in/sso"))));
        assertThat(inbox.refused.last().reason()).isEqualTo(AttemptReason.SIGN_ON_NOT_GENUINE);
        assertThat(inbox.refused.last().who())
                .as("nothing of such a token is believed")
                .isEqualTo(Who.NOBODY);
        assertThat(inbox.refused.all()).hasSize(3);
        assertThat(cookie).isNotEmpty();
    }

    @Test
    void tellsOfSomebodyWhoIsNotAskedOrDoesNotSeeTheRequest() {
        Asked elsewhere = Asked.request("r-2").in("other");
        inbox.with(elsewhere);
        provider.saying(token -> token.claim("email", "ann@acme.example"));
        String cookie = signOn();

        decide(cookie, asked, "approve");
        assertThat(inbox.refused.last().reason()).isEqualTo(AttemptReason.NOT_ENTITLED);
        assertThat(inbox.refused.last().who())
                .isEqualTo(new Who("ann", known("ann@acme.example").vouched()));

        decide(cookie, elsewhere, "approve");
        assertThat(inbox.refused.last().reason()).isEqualTo(AttemptReason.UNKNOWN_REQUEST);
        assertThat(inbox.refused.last().who()).isEqualTo(known("ann@acme.example"));
        assertThat(inbox.refused.last().about().digest()).isEqualTo(elsewhere.digest());
        assertThat(inbox.refused.all()).hasSize(2);
    }

    private Who known(String email) {
        return new Who(null, new Who.Vouched(provider.config().issuer().toString(), FakeProvider.SUBJECT, email, true));
    }

    @Test
    void takesAnAnswerOnceOnly() {
        Begun begun = begin("/sign-in/sso");
        URI answer = come(begun).answer;

        assertThat(done(new Come(begun, answer)).statusCode()).isEqualTo(200);
        refused(done(new Come(begun, answer)));
        assertThat(provider.redeemed()).isEqualTo(1);
    }

    @Test
    void takesNoAnswerInAnotherBrowser() {
        Begun mine = begin("/sign-in/sso");
        Begun theirs = begin("/sign-in/sso");
        URI answer = come(theirs).answer;

        refused(done(new Come(mine, answer)));
        refused(done(new Come(new Begun(theirs.there, ""), answer)));
        assertThat(provider.redeemed()).isZero();
    }

    @Test
    void takesNoAnswerThatCameTooLate() {
        Come come = come(begin("/sign-in/sso"));
        inbox.clock.advance(SignOns.LIFE);

        refused(done(come));
        assertThat(provider.redeemed()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?code=x", "?state=x&code=x", "?state=x&state=y&code=x", "?error=access_denied"})
    void takesNoAnswerToNothing(String query) {
        refused(inbox.send(inbox.to("/sign-in/sso/done" + query)));
    }

    @Test
    void saysSoWhenTheProviderSignsNobodyOn() {
        Begun begun = begin("/sign-in/sso");
        String state = begun.there.toString().replaceFirst(".*[?&](state=[^&]+).*", "$1");
        URI answer = inbox.at("/sign-in/sso/done?error=access_denied&" + state + "&iss="
                + provider.config().issuer());

        HttpResponse<String> refused = done(new Come(begun, answer));

        refused(refused);
        assertThat(refused.body()).contains("did not sign you on");
    }

    @Test
    void takesNoAnswerOfAnotherProvider() {
        provider.namingItself(false);
        refused(done(come(begin("/sign-in/sso"))));

        provider.namingItself(true);
        Come come = come(begin("/sign-in/sso"));
        refused(done(new Come(
                come.begun,
                URI.create(come.answer.toString().replaceFirst("iss=[^&]+", "iss=https%3A%2F%2Fevil.example")))));
        assertThat(provider.redeemed()).isZero();
    }

    @Test
    void asksNobodyWhoCallsThemselvesOtherwise() {
        provider.calling("https://evil.example");

        assertThat(inbox.send(inbox.to("/sign-in/sso")).statusCode()).isEqualTo(503);
    }

    @Test
    void goesOnWithoutTheProvider() {
        provider.down(true);
        HttpResponse<String> answer = inbox.send(inbox.to("/sign-in/sso"));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("The provider does not answer");

        provider.down(false);
        Come come = come(begin("/sign-in/sso"));
        provider.down(true);
        assertThat(done(come).statusCode()).isEqualTo(503);
        assertThat(inbox.send(inbox.to("/").header("Cookie", inbox.cookie())).statusCode())
                .isEqualTo(200);
    }

    @Test
    void followsTheProviderToItsNextKey() {
        signOn();
        provider.rotate();

        assertThat(signOn()).isNotEmpty();
    }

    @Test
    void isAbsentWhereNoProviderIsNamed() {
        try (RunningInbox alone = new RunningInbox()) {
            assertThat(alone.send(alone.to("/sign-in/sso")).statusCode()).isEqualTo(404);
            assertThat(alone.send(alone.to("/sign-in/sso/done?state=x")).statusCode())
                    .isEqualTo(404);
            assertThat(alone.send(alone.to("/sign-in")).body()).doesNotContain("/sign-in/sso");
        }
    }

    @Test
    void approvesWhatIsSensitiveOnlyForThoseWhoSignedOn() {
        Asked sensitive = Asked.request("r-2").forSignedOn();
        inbox.with(sensitive);
        String local = inbox.cookie();
        String page =
                inbox.send(inbox.to(path(sensitive)).header("Cookie", local)).body();

        assertThat(page).contains("takes a sign-in with your organisation").doesNotContain("value=\"approve\"");
        assertThat(decide(local, sensitive, "approve").statusCode()).isEqualTo(403);
        assertThat(inbox.send(inbox.verdict(sensitive.digest(), "{\"verdict\":\"APPROVE\"}"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(inbox.published).isEmpty();

        assertThat(decide(signOn(), sensitive, "approve").statusCode()).isEqualTo(303);
        assertThat(inbox.published).extracting(Verdict::getVerdict).containsExactly(VerdictChoice.APPROVE);
    }

    @Test
    void takesADenialOfWhatIsSensitiveFromAnybodyWhoIsAsked() {
        Asked sensitive = Asked.request("r-2").forSignedOn();
        inbox.with(sensitive);

        assertThat(decide(inbox.cookie(), sensitive, "deny").statusCode()).isEqualTo(303);
    }

    @Test
    void decidesNothingForPeopleWhoAreNotAsked() {
        provider.saying(token -> token.claim("email", "ann@acme.example"));

        assertThat(decide(signOn(), asked, "approve").statusCode()).isEqualTo(403);
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void showsOnlyTheDomainsInWhichTheyAreSomebody() {
        Asked elsewhere = Asked.request("r-2").in("other").params("{\"name\":\"elsewhere\"}");
        inbox.with(elsewhere);
        String cookie = signOn();

        assertThat(inbox.send(inbox.to("/").header("Cookie", cookie)).body())
                .contains(asked.digest())
                .doesNotContain(elsewhere.digest());
        assertThat(inbox.send(inbox.to(path(elsewhere)).header("Cookie", cookie))
                        .statusCode())
                .isEqualTo(404);
        assertThat(inbox.send(inbox.to("/v1/approvals").header("Cookie", cookie))
                        .body())
                .doesNotContain(elsewhere.digest());
        assertThat(inbox.send(inbox.to("/v1/approvals/" + elsewhere.digest()).header("Cookie", cookie))
                        .statusCode())
                .isEqualTo(404);
        assertThat(decide(cookie, elsewhere, "deny").statusCode()).isGreaterThanOrEqualTo(403);
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void showsAndEndsGrantsOnlyOfTheDomainsInWhichTheyAreSomebody() {
        Asked elsewhere = Asked.request("r-2").in("other").params("{\"name\":\"elsewhere\"}");
        inbox.given(elsewhere, elsewhere.granted(Duration.ofMinutes(10), 5, "mika"));
        String cookie = signOn();

        assertThat(inbox.send(inbox.to("/grants").header("Cookie", cookie)).body())
                .contains("No agent holds a grant.")
                .doesNotContain(elsewhere.digest());
        assertThat(inbox.send(inbox.to("/").header("Cookie", cookie)).body())
                .contains("Grants <span class=\"number\">0</span>");
        assertThat(endGrant(cookie, elsewhere).statusCode()).isEqualTo(404);
        assertThat(inbox.send(inbox.to("/grants?ended=" + elsewhere.digest()).header("Cookie", cookie))
                        .body())
                .doesNotContain("Your word is published");
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void endsAGrantAsThePersonWithThatAddress() {
        Asked granted = Asked.request("r-3").bundle(Policies.DIGEST);
        inbox.given(granted, granted.granted(Duration.ofMinutes(10), 5, "mika"));

        assertThat(endGrant(inbox.cookie(), granted).statusCode()).isEqualTo(303);
        assertThat(inbox.published).extracting(Verdict::getPerson).containsExactly("mika");
        inbox.clock.advance(Duration.ofMinutes(1));
        String mikas = signOn();
        provider.saying(token -> token.claim("email", "ann@acme.example"));
        String anns = signOn();

        assertThat(endGrant(anns, granted).statusCode()).isEqualTo(403);
        assertThat(inbox.send(inbox.to("/grants").header("Cookie", anns)).body())
                .contains("given by <b>Mika Sato</b>")
                .doesNotContain(">Revoke<");
        assertThat(endGrant(mikas, granted).statusCode()).isEqualTo(303);
        assertThat(inbox.published).hasSize(2);
        assertThat(inbox.published.get(1).getPerson()).isEqualTo("mika");
        assertThat(inbox.published.get(1).getEvidence()).containsEntry("email", "mika@acme.example");
    }

    private HttpResponse<String> endGrant(String cookie, Asked granted) {
        String page = inbox.send(inbox.to("/grants").header("Cookie", cookie)).body();
        return inbox.send(form(
                inbox.to("/grants/" + granted.digest() + "/end").header("Cookie", cookie), "form", formToken(page)));
    }

    @Test
    void leadsALinkFromElsewhereOnToThePage() {
        String cookie = inbox.cookie();
        HttpRequest.Builder without = inbox.to(path(asked)).header("Sec-Fetch-Site", "cross-site");

        assertThat(inbox.send(without).body()).contains("url=" + path(asked)).doesNotContain("repos.create");
        assertThat(inbox.send(inbox.to(path(asked)).header("Cookie", cookie)).body())
                .contains("repos.create");
    }

    private record Begun(URI there, String cookie) {}

    private record Come(Begun begun, URI answer) {}

    /** The browser is sent to the provider ... */
    private Begun begin(String path) {
        HttpResponse<String> answer = inbox.send(inbox.to(path));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Lax", "Path=/sign-in/sso");
        return new Begun(URI.create(answer.headers().firstValue("Location").orElseThrow()), cookie.split(";")[0]);
    }

    /** ... who sends it back ... */
    private Come come(Begun begun) {
        HttpResponse<String> answer = inbox.send(HttpRequest.newBuilder(begun.there));
        assertThat(answer.statusCode()).isEqualTo(302);
        return new Come(
                begun, URI.create(answer.headers().firstValue("Location").orElseThrow()));
    }

    /** ... with an answer. */
    private HttpResponse<String> done(Come come) {
        return inbox.send(HttpRequest.newBuilder(come.answer).header("Cookie", come.begun.cookie));
    }

    private String signOn() {
        HttpResponse<String> done = done(come(begin("/sign-in/sso")));
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        return done.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("seks-inbox"))
                .findFirst()
                .orElseThrow()
                .split(";")[0];
    }

    private void refused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(inbox.refused.last().reason().name()).startsWith("SIGN_ON_");
        assertThat(inbox.refused.last().source()).isEqualTo("127.0.0.1");
        assertThat(answer.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("seks-inbox"));
    }

    private HttpResponse<String> decide(String cookie, Asked on, String verdict) {
        String list = inbox.send(inbox.to("/").header("Cookie", cookie)).body();
        return inbox.send(
                form(inbox.to(path(on)).header("Cookie", cookie), "form", formToken(list), "verdict", verdict));
    }

    private static String path(Asked asked) {
        return "/approvals/" + asked.digest();
    }
}
