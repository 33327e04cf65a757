// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import static dev.seks.approval.web.RunningInbox.form;
import static dev.seks.approval.web.RunningInbox.formToken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.approval.Asked;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TogetherPageTest {
    private final Asked one = Asked.request("r-1");
    private final Asked two = Asked.request("r-2").reason("I mean it");
    private final Asked three = Asked.request("r-3");
    private final RunningInbox inbox = new RunningInbox().with(one).with(two).with(three);
    private final String cookie = inbox.cookie();

    @AfterEach
    void stop() {
        inbox.close();
    }

    @Test
    void showsTheSameAsOnePile() {
        String list = page("/");

        assertThat(list).containsOnlyOnce("class=\"card\"").contains("3 times", "<span class=\"count\">3</span>");
        assertThat(page(path(one))).contains("2 more ask for exactly the same", "I mean it", "Approve all 3");
    }

    @Test
    void decidesEachByItsOwnDigest() {
        HttpResponse<String> answer = say("approve", one, one, two, three);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).contains("3 of 3 verdicts published");
        assertThat(inbox.published)
                .extracting(Verdict::getRequestDigest)
                .containsExactlyInAnyOrder(one.digest(), two.digest(), three.digest());
        assertThat(inbox.published).extracting(Verdict::getVerdict).containsOnly(VerdictChoice.APPROVE);
        assertThat(inbox.published).extracting(Verdict::getComment).containsOnly("all of them");
    }

    static List<Asked> others() {
        return List.of(
                Asked.request("o-1").params("{\"name\":\"site2\"}"),
                Asked.request("o-2").params("{\"name\": \"site\"}"),
                Asked.request("o-3").agent("other"),
                Asked.request("o-4").action("github", "repos.delete"),
                Asked.request("o-5").action("gitlab", "repos.create"),
                Asked.request("o-6").in("other"),
                Asked.request("o-7").askingForGrant(Duration.ofMinutes(15), null));
    }

    @ParameterizedTest
    @MethodSource("others")
    void decidesNothingWhenOneWouldDoSomethingElse(Asked other) {
        inbox.with(other);

        HttpResponse<String> answer = say("approve", one, one, other, two);

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(inbox.published).isEmpty();
        assertThat(page(path(one))).contains("2 more ask").doesNotContain(other.digest() + ".");
    }

    @Test
    void doesNotTakeTheSameUnderAnotherCatalogueForTheSame() {
        Asked later = Asked.request("r-9").bundle("9".repeat(64));
        inbox.inbox.pending(later.pending(), later.record(), Asked.PARTITION);

        assertThat(say("approve", one, one, later).statusCode()).isEqualTo(409);
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void saysWhichOfThemCameTooLate() {
        inbox.inbox.decided(two.said("mika", VerdictChoice.DENY).ended(Outcome.DENIED, Reason.DENIED_BY_PERSON));

        HttpResponse<String> answer = say("deny", one, one, two, three);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).contains("2 of 3 verdicts published", "The request is decided already.");
        assertThat(inbox.published).hasSize(2);
    }

    @Test
    void countsOneThatIsNamedTwiceOnce() {
        assertThat(say("approve", one, two, two, two).statusCode()).isEqualTo(202);
        assertThat(inbox.published).hasSize(1);
    }

    @Test
    void publishesNothingWithoutTheFormToken() {
        HttpResponse<String> answer = inbox.send(form(
                inbox.to(path(one) + "/together").header("Cookie", cookie),
                "verdict",
                "approve",
                "together",
                one.digest(),
                "form",
                "wrong"));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void takesNoMoreThanOnePressIsMeantFor() {
        String many = IntStream.rangeClosed(0, TogetherPage.MAX_TOGETHER)
                .mapToObj(i -> one.digest())
                .collect(Collectors.joining("."));

        assertThat(say("approve", one, many).statusCode()).isEqualTo(400);
        assertThat(say("approve", one, "").statusCode()).isEqualTo(400);
        assertThat(say("approve", one, one.digest().substring(0, 12)).statusCode())
                .isEqualTo(400);
        assertThat(inbox.published).isEmpty();
    }

    private HttpResponse<String> say(String verdict, Asked on, Asked... together) {
        return say(verdict, on, Arrays.stream(together).map(Asked::digest).collect(Collectors.joining(".")));
    }

    private HttpResponse<String> say(String verdict, Asked on, String together) {
        return inbox.send(form(
                inbox.to(path(on) + "/together").header("Cookie", cookie),
                "form",
                formToken(page("/")),
                "verdict",
                verdict,
                "comment",
                "all of them",
                "together",
                together));
    }

    private static String path(Asked asked) {
        return "/approvals/" + asked.digest();
    }

    private String page(String path) {
        return inbox.send(inbox.to(path).header("Cookie", cookie)).body();
    }
}
