// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seks.approval.Asked;
import dev.seks.approval.signon.FakeProvider;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The inbox in a real browser. Pictures of its pages are left in {@code target/pages}; with {@code -Dregenerate} those of
 * docs are made anew from them.
 */
class InboxBrowserTest {
    private static final Duration SOON = Duration.ofMinutes(1);

    @RegisterExtension
    private static final Browser BROWSER = new Browser();

    /** The pictures that docs/approvers.md shows. */
    static final Set<String> IN_THE_GUIDE =
            Set.of("inbox-light", "request-light", "request-phone-dark", "grants-light", "grants-phone-dark");

    private static final Path DOCS = Path.of("../docs/images");

    private final Asked site =
            Asked.request("r-1").reason("The user asked me to set up a repository for the new site.");
    private final RunningInbox inbox = new RunningInbox().with(site);
    private final Tab tab = BROWSER.tab().size(1000, 900);

    @AfterEach
    void stop() {
        inbox.close();
    }

    @Test
    void approvesWithTheKeyboardAlone() {
        signIn();

        tab.press("j").press("Enter").untilShown("Exact parameters");
        tab.press("c").type("go ahead").press("Escape");
        tab.press("a");
        assertThat(inbox.published).isEmpty();
        tab.press("Enter").untilShown("Your verdict is published");

        assertThat(inbox.published).extracting(Verdict::getRequestDigest).containsExactly(site.digest());
        assertThat(inbox.published).extracting(Verdict::getVerdict).containsExactly(VerdictChoice.APPROVE);
        assertThat(inbox.published).extracting(Verdict::getComment).containsExactly("go ahead");
        assertThat(inbox.published.get(0).getEvidence()).containsEntry("signIn", "local");
    }

    @Test
    void typesLettersIntoACommentInsteadOfObeyingThem() {
        signIn();
        tab.open(inbox.at(path(site))).press("c");

        for (String key : "adnu?jk".split("")) {
            tab.press(key);
        }

        assertThat(tab.eval("document.querySelector('textarea').value").asText())
                .isEqualTo("adnu?jk");
        assertThat(tab.eval("location.pathname").asText()).isEqualTo(path(site));
    }

    @Test
    void showsWhatComesWithoutBeingAsked() {
        signIn();

        inbox.with(Asked.request("r-2").params("{\"name\":\"blog\"}"));
        tab.untilShown("create repository blog").until("document.title.includes('(2)')");
        inbox.inbox.decided(site.said("mika", VerdictChoice.DENY).ended(Outcome.DENIED, Reason.DENIED_BY_PERSON));
        tab.untilShown("denied by Mika Sato").until("document.title.includes('(1)')");
    }

    @Test
    void keepsWhatIsBeingWrittenWhileThePageChanges() {
        signIn();
        tab.open(inbox.at(path(site))).press("c").type("not before");

        inbox.with(Asked.request("r-2"));
        tab.untilShown("1 more ask for exactly the same");

        assertThat(tab.eval("document.querySelector('textarea').value").asText())
                .isEqualTo("not before");
        assertThat(tab.eval("document.activeElement.id").asText()).isEqualTo("comment");
    }

    @Test
    void doesNotOfferToDecideWhatWasDecidedElsewhere() {
        signIn();
        tab.open(inbox.at(path(site))).until("document.querySelector('.approve') !== null");

        inbox.inbox.decided(site.said("ann", VerdictChoice.DENY).ended(Outcome.DENIED, Reason.DENIED_BY_PERSON));

        tab.untilShown("denied by Ann Berg").until("document.querySelector('.approve, .deny') === null");
    }

    @Test
    void decidesTheSameWithOnePress() {
        inbox.with(Asked.request("r-2")).with(Asked.request("r-3").reason("me too"));
        signIn();

        tab.open(inbox.at(path(site))).click(".same .deny").untilShown("3 of 3 verdicts published");

        assertThat(inbox.published).hasSize(3).extracting(Verdict::getVerdict).containsOnly(VerdictChoice.DENY);
    }

    @Test
    void showsTheShortcuts() {
        signIn();

        tab.press("?").until("document.querySelector('#keys').open");
        tab.press("Escape").until("!document.querySelector('#keys').open");
        tab.click("[data-opens=keys]").until("document.querySelector('#keys').open");
    }

    @Test
    void leadsToTheSignInPageWhenTheSessionIsOver() {
        signIn();
        inbox.clock.advance(Session.IDLE);

        inbox.with(Asked.request("r-2"));

        tab.until("location.pathname === '/sign-in'");
    }

    @Test
    void asksNobodyElseForAnythingAndIsStoppedByNoPolicyOfItsOwn() {
        signIn();
        tab.open(inbox.at(path(site))).press("?");
        inbox.with(Asked.request("r-2"));
        tab.untilShown("1 more ask");

        assertThat(tab.requests())
                .isNotEmpty()
                .allMatch(address -> address.startsWith(inbox.at("/").toString()));
        assertThat(tab.complaints()).isEmpty();
    }

    @Test
    void runsNoMarkupOfAnAgent() {
        Asked hostile = Asked.request("r-2")
                .reason("<img src=x onerror=document.title='owned'><script>document.title='owned'</script>")
                .params("{\"name\":\"</pre><svg onload=document.title='owned'>\"}");
        inbox.with(hostile);
        signIn();

        tab.open(inbox.at(path(hostile))).untilShown("<img src=x");
        inbox.with(Asked.request("r-3"));
        tab.open(inbox.at("/")).untilShown("asks for");

        assertThat(tab.eval("document.title").asText()).doesNotContain("owned");
        assertThat(tab.eval("document.querySelectorAll('svg, img[src=x]').length")
                        .asInt())
                .isZero();
    }

    @Test
    void signsOnWithTheProviderAndComesBackToTheRequest() {
        try (FakeProvider provider = new FakeProvider();
                RunningInbox there = RunningInbox.with(provider).with(site.forSignedOn())) {
            tab.open(there.at(path(site))).untilShown("Sign in with Acme");
            picture("sign-in-with-provider");

            tab.click("a.primary").untilShown("Exact parameters");
            assertThat(tab.eval("location.pathname").asText()).isEqualTo(path(site));
            tab.click(".approve").untilShown("Your verdict is published");

            assertThat(there.published).extracting(Verdict::getPerson).containsExactly("mika");
            assertThat(tab.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {360, 768, 1280})
    void needsNoSidewaysScrolling(int width) {
        String wide = "x".repeat(300);
        inbox.with(Asked.request("r-2").params("{\"name\":\"" + wide + "\"}").reason(wide));
        inbox.with(Asked.request("r-3").params("{\"name\":\"" + wide + "\"}"));
        signIn();
        tab.size(width, 740);

        for (String path :
                new String[] {"/", path(site), path(Asked.request("r-3").params("{\"name\":\"" + wide + "\"}"))}) {
            tab.open(inbox.at(path));
            assertThat(tab.eval("document.documentElement.scrollWidth").asInt())
                    .as(path)
                    .isLessThanOrEqualTo(width);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void picturesItsPages(String scheme) {
        story();
        tab.scheme(scheme).open(inbox.at("/sign-in"));
        picture("sign-in-" + scheme);
        signIn();
        picture("inbox-" + scheme);
        tab.press("?").until("document.querySelector('#keys').open");
        picture("keys-" + scheme);
        tab.open(inbox.at(path(site)));
        picture("request-" + scheme);
        tab.size(360, 740).open(inbox.at("/"));
        picture("inbox-phone-" + scheme);
        tab.open(inbox.at(path(site)));
        picture("request-phone-" + scheme);

        String ground =
                tab.eval("getComputedStyle(document.body).backgroundColor").asText();
        assertThat(ground).isEqualTo(scheme.equals("dark") ? "rgb(19, 20, 25)" : "rgb(246, 246, 248)");
    }

    /** A day on which something happened. */
    private void story() {
        inbox.clock.advance(Duration.ofMinutes(3));
        inbox.with(Asked.request("r-2").reason("Retrying: the first call did not answer."));
        inbox.with(Asked.request("r-3").reason("Retrying once more."));
        inbox.with(Asked.request("m-1")
                .action("github", "issues.create")
                .params("{\"repo\":\"site\",\"title\":\"Launch on Monday\"}")
                .at(Asked.NOW.plusSeconds(60)));
        inbox.with(Asked.request("d-1")
                .action("github", "repos.delete")
                .params("{\"name\":\"old-site\"}")
                .asking("ann")
                .at(Asked.NOW.minusSeconds(60)));
        Asked blog = Asked.request("p-1").params("{\"name\":\"blog\"}").said("mika", VerdictChoice.APPROVE);
        Asked docs = Asked.request("p-2").params("{\"name\":\"docs\"}").said("ann", VerdictChoice.APPROVE);
        Asked root = Asked.request("p-3")
                .params("{\"name\":\"root\"}")
                .said("mika", VerdictChoice.DENY, "that name is taken for the infrastructure");
        for (Asked past : new Asked[] {blog, docs, root}) {
            inbox.with(past.at(Asked.NOW.minusSeconds(4_000)));
        }
        inbox.inbox.decided(blog.ended(Outcome.APPROVED, Reason.APPROVED_BY_PEOPLE));
        inbox.inbox.decided(docs.ended(Outcome.APPROVED, Reason.APPROVED_BY_PEOPLE));
        inbox.inbox.decided(root.ended(Outcome.DENIED, Reason.DENIED_BY_PERSON));
        await().atMost(SOON).until(() -> inbox.inbox.decided().size() == 3);
    }

    private void signIn() {
        tab.open(inbox.server.signInLink())
                .until("location.pathname === '/' && document.readyState === 'complete'")
                .until("typeof htmx === 'object'");
    }

    private void picture(String name) {
        picture(tab, name);
    }

    /** Leaves a picture of a page in {@code target/pages}, and in docs where it belongs there. */
    static void picture(Tab tab, String name) {
        Path file = Path.of("target", "pages", name + ".png");
        tab.picture(file);
        if (System.getProperty("regenerate") != null && IN_THE_GUIDE.contains(name)) {
            try {
                Files.createDirectories(DOCS);
                Files.copy(file, DOCS.resolve(name + ".png"), StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static String path(Asked asked) {
        return "/approvals/" + asked.digest();
    }
}
