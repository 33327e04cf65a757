// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import static dev.seks.approval.slack.FakeSlack.SIGNING_SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.approval.Asked;
import dev.seks.approval.attempt.Who;
import dev.seks.approval.slack.FakeSlack;
import dev.seks.approval.slack.Fault;
import dev.seks.approval.slack.Presses;
import dev.seks.approval.slack.SlackCalls;
import dev.seks.approval.verdict.VerdictOutcome;
import dev.seks.schemas.record.AttemptReason;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Slack reports over HTTP, in the shapes of Slack's own library and signed by it. */
class SlackEndpointTest {
    private static final Duration SOON = Duration.ofMinutes(1);
    private final FakeSlack slack = new FakeSlack();
    private final Asked asked = Asked.request("r-1");
    private final RunningInbox inbox = RunningInbox.with(slack).with(asked);

    @AfterEach
    void stop() {
        inbox.close();
        slack.close();
    }

    @Test
    void publishesTheVerdictOfAPersonWhomThePolicyNames() {
        HttpResponse<String> answer = press("seks-approve", "U1");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        await().atMost(SOON).until(() -> inbox.published.size() == 1);
        Verdict verdict = inbox.published.get(0);
        assertThat(verdict.getPerson()).isEqualTo("mika");
        assertThat(verdict.getRequestDigest()).isEqualTo(asked.digest());
        assertThat(verdict.getChannel()).isEqualTo(Channel.SLACK);
        assertThat(verdict.getVerdict()).isEqualTo(VerdictChoice.APPROVE);
        assertThat(verdict.getGrant()).isNull();
        assertThat(verdict.getEvidence())
                .containsEntry("slack.team", "T024BE7LD")
                .containsEntry("slack.user", "U1")
                .containsEntry("slack.channel", "C1")
                .containsEntry("slack.message", "17.1");
    }

    @Test
    void tellsAStrangerPrivatelyThatTheyAreNotEntitled() {
        assertThat(press("seks-approve", "U9").statusCode()).isEqualTo(200);

        await().atMost(SOON).until(() -> slack.answers.size() == 1);
        assertThat(inbox.refused.reasons()).containsExactly(AttemptReason.NOT_ENTITLED);
        assertThat(inbox.refused.last().who())
                .isEqualTo(new Who(null, new Who.Vouched(FakeSlack.TEAM, "U9", null, true)));
        assertThat(slack.answers.get(0).get("response_type").asText()).isEqualTo("ephemeral");
        assertThat(slack.answers.get(0).get("replace_original").asBoolean()).isFalse();
        assertThat(slack.answers.get(0).get("text").asText()).contains("not among the people");
        await().atMost(SOON).until(() -> inbox.counts.of(Channel.SLACK, VerdictOutcome.NOT_ENTITLED) == 1);
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void refusesAPersonOfThePolicyWhoWasNotAsked() {
        press("seks-approve", "U2");

        await().atMost(SOON).until(() -> inbox.counts.of(Channel.SLACK, VerdictOutcome.NOT_ENTITLED) == 1);
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void doesNotTakeTheSameUserIdOfAnotherTeam() {
        ObjectNode payload = Presses.press(slack, "seks-approve", asked.digest(), "U1");
        ((ObjectNode) payload.get("user")).put("team_id", "T2");

        assertThat(send(payload).statusCode()).isEqualTo(200);

        await().atMost(SOON).until(() -> inbox.counts.of(Channel.SLACK, VerdictOutcome.NOT_ENTITLED) == 1);
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void approvesNothingThatTakesASignOnButTakesADenial() {
        Asked sensitive = Asked.request("r-2").forSignedOn();
        inbox.with(sensitive);

        send(Presses.press(slack, "seks-approve", sensitive.digest(), "U1"));
        await().atMost(SOON).until(() -> slack.answers.size() == 1);
        assertThat(slack.answers.get(0).get("text").asText()).contains("signs in to the inbox");
        assertThat(inbox.published).isEmpty();

        send(Presses.press(slack, "seks-deny", sensitive.digest(), "U1"));
        await().atMost(SOON).until(() -> inbox.published.size() == 1);
    }

    @Test
    void countsAReplayedCallOnce() {
        String body = Presses.body(Presses.press(slack, "seks-deny", asked.digest(), "U1"));

        assertThat(call(body, now(), SIGNING_SECRET).statusCode()).isEqualTo(200);
        assertThat(call(body, now(), SIGNING_SECRET).statusCode()).isEqualTo(200);

        await().atMost(SOON).until(() -> inbox.published.size() == 1);
        await().atMost(SOON).until(() -> inbox.counts.of(Channel.SLACK, VerdictOutcome.ALREADY_ANSWERED) == 1);
    }

    @Test
    void asksWhyInAWindowAndDeniesWithThat() throws IOException {
        press("seks-deny-why", "U1");
        await().atMost(SOON).until(() -> slack.windows.size() == 1);
        assertThat(slack.windows.get(0).toString()).contains("create repository site");
        assertThat(inbox.published).isEmpty();

        HttpResponse<String> answer = send(Presses.submit(slack.windows.get(0), "not before\nthe launch", "U1"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        await().atMost(SOON).until(() -> inbox.published.size() == 1);
        Verdict verdict = inbox.published.get(0);
        assertThat(verdict.getVerdict()).isEqualTo(VerdictChoice.DENY);
        assertThat(verdict.getComment()).isEqualTo("not before\nthe launch");
        assertThat(verdict.getEvidence())
                .containsEntry("slack.user", "U1")
                .containsEntry("slack.channel", "C1")
                .containsEntry("slack.message", "17.1");
    }

    @Test
    void saysInTheWindowWhatIsWrongAndKeepsItOpen() throws IOException {
        press("seks-deny-why", "U9");
        await().atMost(SOON).until(() -> slack.windows.size() == 1);

        JsonNode answer = new JsonMapper()
                .readTree(send(Presses.submit(slack.windows.get(0), "no", "U9")).body());

        assertThat(answer.at("/response_action").asText()).isEqualTo("errors");
        String input = slack.windows.get(0).at("/blocks/1/block_id").asText();
        assertThat(answer.at("/errors/" + input).asText()).contains("not among the people");
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void believesNoWindowAboutWhoSentIt() {
        press("seks-deny-why", "U9");
        await().atMost(SOON).until(() -> slack.windows.size() == 1);
        ObjectNode payload = Presses.submit(slack.windows.get(0), "no", "U9");
        ((ObjectNode) payload.get("view"))
                .put("private_metadata", "{\"digest\":\"" + asked.digest() + "\",\"user\":{\"id\":\"U1\"}}");

        send(payload);

        await().atMost(SOON).until(() -> inbox.counts.of(Channel.SLACK, VerdictOutcome.NOT_ENTITLED) == 1);
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void saysSoWhenSlackOpensNoWindow() {
        slack.failNext("views.open", new Fault.Error("expired_trigger_id"));

        press("seks-deny-why", "U1");

        await().atMost(SOON).until(() -> slack.answers.size() == 1);
        assertThat(slack.answers.get(0).get("text").asText()).contains("did not open the window");
    }

    @Test
    void answersThoughKafkaDoesNot() {
        inbox.kafkaHangs = true;

        HttpResponse<String> answer = press("seks-approve", "U1");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(inbox.published).isEmpty();
        inbox.kafkaHangs = false;
        await().atMost(SOON).until(() -> inbox.published.size() == 1);
    }

    @Test
    void tellsThePersonLaterWhenKafkaDidNotTakeIt() {
        inbox.kafkaDown = true;

        press("seks-approve", "U1");

        await().atMost(SOON).until(() -> slack.answers.size() == 1);
        assertThat(slack.answers.get(0).get("text").asText()).contains("could not be published, try again");
    }

    @Test
    void refusesAForgedCall() {
        String body = Presses.body(Presses.press(slack, "seks-approve", asked.digest(), "U1"));

        assertThat(call(body, now(), "another secret of some length").statusCode())
                .isEqualTo(401);
        told(AttemptReason.CALL_NOT_SIGNED, Who.NOBODY);
        assertThat(inbox.refused.last().about())
                .as("nothing of such a call is read")
                .isNull();
        assertNothingHappened();
    }

    @Test
    void refusesAStaleCallAndOneFromTheFuture() {
        String body = Presses.body(Presses.press(slack, "seks-approve", asked.digest(), "U1"));

        assertThat(call(body, now().minusSeconds(301), SIGNING_SECRET).statusCode())
                .isEqualTo(401);
        told(AttemptReason.CALL_STALE, Who.unproven(FakeSlack.TEAM, "U1"));
        assertThat(inbox.refused.last().about().digest()).isEqualTo(asked.digest());
        assertThat(inbox.refused.last().verdict()).isEqualTo(VerdictChoice.APPROVE);
        assertThat(call(body, now().plusSeconds(302), SIGNING_SECRET).statusCode())
                .isEqualTo(401);
        assertThat(inbox.refused.reasons()).containsExactly(AttemptReason.CALL_STALE, AttemptReason.CALL_STALE);
        assertNothingHappened();
    }

    @Test
    void refusesACallWithoutOrWithTwoSignatures() {
        String body = Presses.body(Presses.press(slack, "seks-approve", asked.digest(), "U1"));
        HttpRequest.Builder unsigned = Presses.unsigned(address(), body);
        HttpRequest.Builder twice =
                Presses.call(address(), body, now(), SIGNING_SECRET).header("X-Slack-Signature", "v0=00");

        assertThat(inbox.send(unsigned).statusCode()).isEqualTo(401);
        assertThat(inbox.send(twice).statusCode()).isEqualTo(401);
        assertNothingHappened();
    }

    @Test
    void refusesAnOversizedCallBeforeItReadsIt() {
        String body = "payload=" + "x".repeat(SlackCalls.MAX_BODY);

        assertThat(call(body, now(), SIGNING_SECRET).statusCode()).isEqualTo(413);
        told(AttemptReason.MALFORMED, Who.NOBODY);
    }

    @Test
    void refusesASignedCallThatIsNoPress() {
        for (String body : new String[] {
            "payload=%7B",
            "payload=%7B%7D",
            "payload=%GG",
            "payload=%7B%7D&payload=%7B%7D",
            "payload=%7B%22type%22%3A%22block_actions%22%7D",
            "payload=%7B%22type%22%3A%22view_submission%22%2C%22view%22%3A%7B%22callback_id%22%3A%22other%22%7D%7D",
            "payload=%7B%22type%22%3A%22message_action%22%7D"
        }) {
            assertThat(call(body, now(), SIGNING_SECRET).statusCode()).as(body).isEqualTo(400);
        }
        assertThat(inbox.refused.reasons()).hasSize(7).containsOnly(AttemptReason.MALFORMED);
        assertNothingHappened();
    }

    @Test
    void callsNoOtherHostThanSlacks() {
        ObjectNode payload = Presses.press(slack, "seks-approve", asked.digest(), "U9");
        String[] elsewhere = {
            "http://169.254.169.254/latest",
            "https://hooks.slack.com.evil.example/x",
            "https://hooks.slack.com@evil.example/x"
        };
        for (String url : elsewhere) {
            assertThat(send(payload.deepCopy().put("response_url", url)).statusCode())
                    .isEqualTo(200);
        }

        send(payload);

        await().atMost(SOON).until(() -> slack.answers.size() == 1);
    }

    @Test
    void doesNothingWhenTheLinkToTheInboxIsPressed() {
        assertThat(press("seks-review", "U1").statusCode()).isEqualTo(200);
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void countsWhatSlackReports() {
        press("seks-approve", "U1");
        await().atMost(SOON).until(() -> inbox.counts.of(Channel.SLACK, VerdictOutcome.ACCEPTED) == 1);
        inbox.send(Presses.unsigned(address(), "payload=%7B%7D"));

        String metrics = inbox.send(inbox.to("/metrics")).body();

        assertThat(metrics)
                .contains("seks_slack_listening 1")
                .contains("seks_slack_cards_waiting 0")
                .contains("seks_slack_events_total{event=\"call_taken\"} 1")
                .contains("seks_slack_events_total{event=\"call_not_signed\"} 1")
                .contains("seks_verdict_attempts_total{channel=\"slack\",outcome=\"accepted\"} 1");
    }

    private void told(AttemptReason reason, Who who) {
        assertThat(inbox.refused.reasons()).containsExactly(reason);
        assertThat(inbox.refused.last().channel()).isEqualTo(Channel.SLACK);
        assertThat(inbox.refused.last().who()).isEqualTo(who);
        assertThat(inbox.refused.last().source()).isEqualTo("127.0.0.1");
    }

    private void assertNothingHappened() {
        assertThat(inbox.published).isEmpty();
        assertThat(slack.answers).isEmpty();
    }

    private HttpResponse<String> press(String action, String user) {
        return send(Presses.press(slack, action, asked.digest(), user));
    }

    private HttpResponse<String> send(ObjectNode payload) {
        return call(Presses.body(payload), now(), SIGNING_SECRET);
    }

    private HttpResponse<String> call(String body, Instant at, String secret) {
        return inbox.send(Presses.call(address(), body, at, secret));
    }

    private URI address() {
        return inbox.at("/slack/actions");
    }

    private Instant now() {
        return inbox.clock.instant();
    }
}
