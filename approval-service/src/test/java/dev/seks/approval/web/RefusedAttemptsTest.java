// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import static dev.seks.approval.web.RunningInbox.form;
import static dev.seks.approval.web.RunningInbox.formToken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.approval.Asked;
import dev.seks.approval.Policies;
import dev.seks.approval.attempt.RefusedAttempt;
import dev.seks.approval.attempt.Who;
import dev.seks.schemas.record.AttemptReason;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.VerdictChoice;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of attempts over HTTP that are refused: each once, and nothing of those that are taken. */
class RefusedAttemptsTest {
    private static final String APPROVE = "{\"verdict\":\"APPROVE\"}";
    private static final String HERE = "127.0.0.1";
    private static final Who MIKA = Who.of("mika", Map.of());

    private final Asked asked = Asked.request("r-1");
    private final Asked anothers =
            Asked.request("r-2").params("{\"name\":\"b\"}").asking("ann");
    private final RunningInbox inbox = new RunningInbox().with(asked).with(anothers);

    @AfterEach
    void stop() {
        inbox.close();
    }

    @Test
    void tellsNothingOfWhatIsTakenOrOnlyLookedAt() {
        String cookie = inbox.cookie();
        inbox.send(inbox.to("/"));
        inbox.send(inbox.to("/v1/approvals"));
        inbox.send(inbox.to("/live"));
        inbox.send(inbox.to("/").header("Cookie", cookie));
        inbox.send(inbox.to("/nothing"));
        inbox.send(form(inbox.to("/nothing"), "a", "b"));
        assertThat(inbox.send(inbox.verdict(asked.digest(), APPROVE)).statusCode())
                .isEqualTo(202);

        assertThat(inbox.refused.all()).isEmpty();
    }

    @Test
    void tellsOfSomebodyWhoIsNotAsked() {
        inbox.send(inbox.verdict(anothers.digest().substring(0, 12), "{\"verdict\":\"DENY\"}"));

        only(AttemptReason.NOT_ENTITLED, Channel.API, MIKA, anothers);
        assertThat(inbox.refused.last().verdict()).isEqualTo(VerdictChoice.DENY);
    }

    @Test
    void tellsOfWhatComesTooLateTwiceOrOnThePage() {
        inbox.send(inbox.verdict(asked.digest(), APPROVE));
        inbox.send(inbox.verdict(asked.digest(), APPROVE));
        only(AttemptReason.ALREADY_ANSWERED, Channel.API, MIKA, asked);

        String cookie = inbox.cookie();
        String page = inbox.send(inbox.to("/approvals/" + asked.digest()).header("Cookie", cookie))
                .body();
        inbox.clock.advance(Asked.PATIENCE);
        inbox.send(form(
                inbox.to("/approvals/" + asked.digest()).header("Cookie", cookie),
                "form",
                formToken(page),
                "verdict",
                "approve"));

        assertThat(inbox.refused.reasons()).containsExactly(AttemptReason.ALREADY_ANSWERED, AttemptReason.EXPIRED);
        assertThat(inbox.refused.last().channel()).isEqualTo(Channel.WEB);
        assertThat(inbox.refused.last().source()).isEqualTo(HERE);
    }

    @Test
    void tellsOfAWrongTokenWhateverItWasFor() {
        inbox.send(inbox.to("/v1/approvals").header("Authorization", "Bearer another"));
        only(AttemptReason.WRONG_TOKEN, Channel.API, Who.NOBODY, null);

        inbox.send(decide(asked).header("Authorization", "Bearer another"));
        assertThat(inbox.refused.reasons()).containsExactly(AttemptReason.WRONG_TOKEN, AttemptReason.WRONG_TOKEN);
        assertThat(inbox.refused.last().about().digest()).isEqualTo(asked.digest());
    }

    @Test
    void tellsOfSomebodyWhoIsNotSignedIn() {
        inbox.send(decide(asked));
        only(AttemptReason.NOT_SIGNED_IN, Channel.API, Who.NOBODY, asked);

        inbox.send(form(inbox.to("/approvals/" + asked.digest()), "verdict", "approve"));
        assertThat(inbox.refused.last().channel()).isEqualTo(Channel.WEB);
        assertThat(inbox.refused.reasons()).hasSize(2);
    }

    @Test
    void tellsOfAWrongTokenAtTheDoorAndAWrongOrUsedLink() {
        inbox.send(form(inbox.to("/sign-in"), "token", "another"));
        only(AttemptReason.WRONG_TOKEN, Channel.WEB, Who.NOBODY, null);

        inbox.send(inbox.to("/sign-in/never-given-out"));
        HttpRequest.Builder link = HttpRequest.newBuilder(inbox.server.signInLink());
        inbox.send(link);
        inbox.send(link);

        assertThat(inbox.refused.reasons())
                .containsExactly(AttemptReason.WRONG_TOKEN, AttemptReason.WRONG_LINK, AttemptReason.WRONG_LINK);
    }

    @Test
    void tellsOfAFormThatTheSessionWasNotGiven() {
        String cookie = inbox.cookie();

        inbox.send(form(
                inbox.to("/approvals/" + asked.digest()).header("Cookie", cookie),
                "form",
                "foreign",
                "verdict",
                "approve"));

        // another page may have made the browser send it
        only(AttemptReason.FOREIGN_FORM, Channel.WEB, Who.NOBODY, asked);
    }

    @Test
    void tellsOfAForeignOrigin() {
        inbox.send(decide(asked).header("Origin", "https://evil.example"));

        only(AttemptReason.FOREIGN_ORIGIN, Channel.API, Who.NOBODY, asked);
    }

    @Test
    void tellsOfWhatIsMalformedOrAboutNothing() {
        inbox.send(inbox.verdict(asked.digest(), "{\"verdict\":\"MAYBE\"}"));
        only(AttemptReason.MALFORMED, Channel.API, MIKA, asked);

        inbox.send(inbox.verdict("0".repeat(64), APPROVE));
        assertThat(inbox.refused.last().reason()).isEqualTo(AttemptReason.UNKNOWN_REQUEST);
        inbox.send(inbox.verdict("a-secret-in-the-wrong-place", APPROVE));
        assertThat(inbox.refused.last().reason()).isEqualTo(AttemptReason.NOT_A_DIGEST);
        assertThat(inbox.refused.last().toString()).doesNotContain("a-secret");
        inbox.send(inbox.withToken("/v1/approvals/" + asked.digest() + "/verdicts")
                .POST(HttpRequest.BodyPublishers.ofString(APPROVE)));
        assertThat(inbox.refused.last().reason()).isEqualTo(AttemptReason.MALFORMED);
        assertThat(inbox.refused.all()).hasSize(4);
    }

    @Test
    void tellsOfSomebodyWhoWouldEndWhatTheyDidNotGive() {
        Asked given = Asked.request("r-3").bundle(Policies.DIGEST);
        inbox.given(given, given.granted(Duration.ofMinutes(10), 5, "ann"));
        String cookie = inbox.cookie();
        String token = formToken(
                inbox.send(inbox.to("/grants").header("Cookie", cookie)).body());

        inbox.send(form(inbox.to("/grants/" + given.digest() + "/end").header("Cookie", cookie), "form", token));
        only(AttemptReason.NOT_THE_GIVER, Channel.WEB, MIKA, given);
        assertThat(inbox.refused.last().verdict()).isEqualTo(VerdictChoice.REVOKE);
        assertThat(inbox.refused.last().about().requestId()).isEqualTo("r-3");

        inbox.send(form(inbox.to("/grants/" + given.digest() + "/end").header("Cookie", cookie), "form", "foreign"));
        assertThat(inbox.refused.last().reason()).isEqualTo(AttemptReason.FOREIGN_FORM);
        assertThat(inbox.refused.last().about().digest()).isEqualTo(given.digest());
        inbox.send(form(inbox.to("/grants/" + asked.digest() + "/end").header("Cookie", cookie), "form", token));
        assertThat(inbox.refused.last().reason()).isEqualTo(AttemptReason.UNKNOWN_GRANT);
        assertThat(inbox.refused.all()).hasSize(3);
    }

    @Test
    void tellsOfPressesThatAreNotTheSame() {
        String cookie = inbox.cookie();
        String page = inbox.send(inbox.to("/approvals/" + asked.digest()).header("Cookie", cookie))
                .body();

        inbox.send(form(
                inbox.to("/approvals/" + asked.digest() + "/together").header("Cookie", cookie),
                "form",
                formToken(page),
                "verdict",
                "approve",
                "together",
                asked.digest() + "." + anothers.digest()));

        only(AttemptReason.NOT_THE_SAME, Channel.WEB, MIKA, asked);
    }

    @Test
    void tellsOfWhatCouldNotBeTaken() {
        inbox.kafkaDown = true;
        inbox.send(inbox.verdict(asked.digest(), APPROVE));
        only(AttemptReason.UNAVAILABLE, Channel.API, MIKA, asked);

        inbox.ready = false;
        inbox.send(inbox.verdict(asked.digest(), APPROVE));
        assertThat(inbox.refused.last().reason()).isEqualTo(AttemptReason.NOT_READY);
        assertThat(inbox.refused.last().who()).isEqualTo(MIKA);
    }

    @Test
    void knowsEveryWordOfAProblem() throws IOException {
        Set<String> unknown = new TreeSet<>();
        Pattern word = Pattern.compile("new HttpProblem\\(\\s*[^,]+,\\s*\"([A-Z_]+)\"");
        int known = 0;
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/dev/seks/approval/web"))) {
            for (Path source : sources.toList()) {
                Matcher found = word.matcher(Files.readString(source));
                while (found.find()) {
                    if (new HttpProblem(400, found.group(1), "").attempt() == null) {
                        unknown.add(found.group(1));
                    } else {
                        known++;
                    }
                }
            }
        }

        assertThat(unknown)
                .as("only where nothing is, nothing is attempted")
                .containsExactlyInAnyOrder("NOT_FOUND", "METHOD_NOT_ALLOWED", "NOT_SIGNED", "REFUSED");
        assertThat(known).isGreaterThan(8);
    }

    private void only(AttemptReason reason, Channel channel, Who who, Asked about) {
        assertThat(inbox.refused.all()).hasSize(1);
        RefusedAttempt attempt = inbox.refused.last();
        assertThat(attempt.reason()).isEqualTo(reason);
        assertThat(attempt.channel()).isEqualTo(channel);
        assertThat(attempt.who()).isEqualTo(who);
        assertThat(attempt.source()).isEqualTo(HERE);
        assertThat(attempt.about() == null ? null : attempt.about().digest())
                .isEqualTo(about == null ? null : about.digest());
    }

    private HttpRequest.Builder decide(Asked about) {
        return inbox.to("/v1/approvals/" + about.digest() + "/verdicts")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(APPROVE));
    }
}
