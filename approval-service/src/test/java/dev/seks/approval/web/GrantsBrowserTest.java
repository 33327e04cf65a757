// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seks.approval.Asked;
import dev.seks.approval.Policies;
import dev.seks.schemas.record.GrantEndCause;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of grants in a real browser. Its pictures are left in {@code target/pages}. */
class GrantsBrowserTest {
    private static final Duration SOON = Duration.ofMinutes(1);

    @RegisterExtension
    private static final Browser BROWSER = new Browser();

    private static final Duration TEN = Duration.ofMinutes(10);

    private final RunningInbox inbox = new RunningInbox();
    private final Asked site = Asked.request("r-1").bundle(Policies.DIGEST);
    private final Asked blog = Asked.request("r-2").bundle(Policies.DIGEST).params("{\"name\":\"blog\"}");
    private final Tab tab = BROWSER.tab().size(1000, 900);

    @AfterEach
    void stop() {
        inbox.close();
    }

    @Test
    void endsAGrantWithTheKeyboardAlone() {
        inbox.given(site, site.granted(TEN, 5, "ann")).given(blog, blog.granted("blog", TEN.plusMinutes(1), 5, "mika"));
        signIn();

        tab.press("g").until("location.pathname === '/grants'").untilShown("given by Mika Sato");
        tab.press("j").press("r");
        assertThat(tab.eval("document.activeElement.tagName").asText())
                .as("there is nothing to end at the first, which ann gave")
                .isEqualTo("ARTICLE");
        tab.press("j").press("r");
        assertThat(tab.eval("document.activeElement.textContent").asText()).isEqualTo("Revoke");
        assertThat(inbox.published).isEmpty();
        tab.press("Enter").untilShown("Your word is published").untilShown("is being ended");

        assertThat(inbox.published).extracting(Verdict::getVerdict).containsExactly(VerdictChoice.REVOKE);
        assertThat(inbox.published).extracting(Verdict::getRequestDigest).containsExactly(blog.digest());
        tab.press("u").until("location.pathname === '/'");
    }

    @Test
    void stepsThroughWhatHasEndedToo() {
        inbox.given(site, site.granted(TEN, 5, "ann"));
        inbox.inbox.grants().take(blog.granted("blog", Duration.ofSeconds(1), 5));
        Asked other = Asked.request("r-3").bundle(Policies.DIGEST).params("{\"name\":\"other\"}");
        inbox.given(other, other.granted("other", Duration.ofMillis(1), 5, "mika"));
        inbox.clock.advance(Duration.ofMinutes(2));
        signIn();

        tab.open(inbox.at("/grants")).press("j").press("j").press("j").press("Enter");

        tab.until("location.pathname === '/approvals/" + other.digest() + "'");
    }

    @Test
    void marksTheFirstThatMayBeEndedWhereNoneIsLookedAt() {
        inbox.given(site, site.granted(TEN, 5, "ann")).given(blog, blog.granted("blog", TEN.plusMinutes(1), 5, "mika"));
        signIn();

        tab.open(inbox.at("/grants")).press("r");

        assertThat(tab.eval("document.activeElement.closest('article').id").asText())
                .isEqualTo("g-" + blog.digest());
    }

    @Test
    void showsWhatComesAndGoesWithoutBeingAsked() {
        signIn();
        tab.untilShown("Grants 0");

        inbox.given(site, site.granted(TEN, 2, "mika"));
        tab.untilShown("Grants 1");
        tab.open(inbox.at("/grants")).untilShown("2 of 2 uses left").until("document.title.includes('(1)')");
        inbox.inbox.grants().take(blog.coveredBy(site));
        tab.untilShown("1 of 2 uses left");
        inbox.inbox.grants().take(site.grantEnded(GrantEndCause.REVOKED, "ann", inbox.clock.instant()));
        tab.untilShown("revoked by Ann Berg").until("document.querySelector('.deny') === null");
        tab.until("!document.title.includes('(1)')");
    }

    @Test
    void leadsToTheApprovalThatItCameWith() {
        inbox.given(site, site.granted(TEN, 2, "mika"));
        signIn();

        tab.open(inbox.at("/grants"))
                .click("article a")
                .untilShown("It came with a grant, which holds for")
                .press("g")
                .until("location.pathname === '/grants'");

        assertThat(tab.complaints()).isEmpty();
    }

    @Test
    void runsNoMarkupAndAsksNobodyElse() {
        String hostile = "<img src=x onerror=document.title='owned'>";
        inbox.inbox.grants().take(site.granted(hostile, TEN, 2, hostile));
        signIn();

        tab.open(inbox.at("/grants")).untilShown("<img src=x");

        assertThat(tab.eval("document.title").asText()).doesNotContain("owned");
        assertThat(tab.eval("document.querySelectorAll('img[src=x]').length").asInt())
                .isZero();
        assertThat(tab.requests())
                .isNotEmpty()
                .allMatch(address -> address.startsWith(inbox.at("/").toString()));
        assertThat(tab.complaints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {360, 768, 1280})
    void needsNoSidewaysScrolling(int width) {
        String wide = "x".repeat(300);
        inbox.inbox.grants().take(site.granted(wide, TEN, 2, "mika"));
        inbox.inbox.grants().take(blog.granted(wide, TEN, 2, "ann", wide));
        inbox.inbox.grants().take(blog.grantEnded(GrantEndCause.REVOKED, wide, inbox.clock.instant()));
        signIn();

        tab.size(width, 740)
                .open(inbox.at("/grants"))
                .untilShown("Ended in the last".toUpperCase(java.util.Locale.ROOT));

        assertThat(tab.eval("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(width);
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void picturesItsPages(String scheme) {
        story();
        signIn();
        tab.scheme(scheme).open(inbox.at("/grants")).untilShown("uses left");
        InboxBrowserTest.picture(tab, "grants-" + scheme);
        tab.open(inbox.at("/approvals/" + site.digest())).untilShown("It came with a grant");
        InboxBrowserTest.picture(tab, "request-granted-" + scheme);
        tab.size(360, 740).open(inbox.at("/grants")).untilShown("uses left");
        InboxBrowserTest.picture(tab, "grants-phone-" + scheme);
        tab.open(inbox.at("/")).untilShown("Grants 3");
        InboxBrowserTest.picture(tab, "inbox-granted-phone-" + scheme);

        String ground =
                tab.eval("getComputedStyle(document.body).backgroundColor").asText();
        assertThat(ground).isEqualTo(scheme.equals("dark") ? "rgb(19, 20, 25)" : "rgb(246, 246, 248)");
    }

    /** Some that hold, given by mika, by others and by the policy, and some that have ended in each way. */
    private void story() {
        Asked issues = Asked.request("m-1")
                .bundle(Policies.DIGEST)
                .action("github", "issues.create")
                .params("{\"repo\":\"site\",\"title\":\"Launch on Monday\"}");
        Asked reading = Asked.request("l-1").bundle(Policies.DIGEST).action("github", "repos.get");
        Asked used = Asked.request("p-1").bundle(Policies.DIGEST).params("{\"name\":\"docs\"}");
        Asked late = Asked.request("p-2").bundle(Policies.DIGEST).params("{\"name\":\"shop\"}");
        Asked gone = Asked.request("p-3").bundle(Policies.DIGEST).params("{\"name\":\"wiki\"}");
        Asked narrowed = Asked.request("p-4").bundle(Policies.DIGEST).params("{\"name\":\"old\"}");
        inbox.given(site, site.granted(TEN, 5, "mika"));
        inbox.given(issues, issues.granted("acme/site", Duration.ofMinutes(30), 20, "ann", "mika"));
        inbox.inbox.grants().take(reading.granted(null, Duration.ofHours(4), 50));
        inbox.given(used, used.granted("docs", TEN, 1, "ann"))
                .given(late, late.granted("shop", Duration.ofMinutes(2), 3, "mika"))
                .given(gone, gone.granted("wiki", TEN, 3, "mika"))
                .given(narrowed, narrowed.granted("old", TEN, 3, "ann"));
        Instant soon = Asked.NOW.plusSeconds(200);
        inbox.inbox.grants().take(Asked.request("u-1").coveredBy(site));
        inbox.inbox.grants().take(Asked.request("u-2").coveredBy(site));
        inbox.inbox.grants().take(Asked.request("u-3").coveredBy(used));
        inbox.inbox.grants().take(gone.grantEnded(GrantEndCause.REVOKED, "mika", soon));
        inbox.inbox.grants().take(narrowed.grantEnded(GrantEndCause.POLICY, null, soon.plusSeconds(30)));
        inbox.clock.advance(Duration.ofMinutes(9));
        await().atMost(SOON).until(() -> inbox.inbox.decided().size() == 6);
    }

    private void signIn() {
        tab.open(inbox.server.signInLink())
                .until("location.pathname === '/' && document.readyState === 'complete'")
                .until("typeof htmx === 'object'");
    }
}
