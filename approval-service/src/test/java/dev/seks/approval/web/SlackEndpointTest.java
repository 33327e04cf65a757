// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import static dev.seks.approval.web.RunningInbox.SLACK_SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.approval.Asked;
import dev.seks.approval.slack.FakeSlack;
import dev.seks.approval.slack.SlackActions;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlackEndpointTest {
    private final FakeSlack slack = new FakeSlack();
    private final Asked asked = Asked.request("r-1");
    private final RunningInbox inbox = RunningInbox.with(slack).with(asked);

    SlackEndpointTest() throws IOException {}

    @AfterEach
    void stop() {
        inbox.close();
        slack.close();
    }

    @Test
    void publishesTheVerdictOfAPersonItKnows() {
        HttpResponse<String> answer = press("seks-approve", "U1");

        assertThat(answer.statusCode()).isEqualTo(200);
        await().until(() -> inbox.published.size() == 1);
        Verdict verdict = inbox.published.get(0);
        assertThat(verdict.getPerson()).isEqualTo("mika");
        assertThat(verdict.getChannel()).isEqualTo(Channel.SLACK);
        assertThat(verdict.getVerdict()).isEqualTo(VerdictChoice.APPROVE);
        assertThat(verdict.getEvidence()).containsEntry("slack.user", "U1").containsEntry("slack.message", "17.1");
        await().until(() -> slack.answers.size() == 1);
        assertThat(slack.answers.get(0).get("text").asText()).isEqualTo("Approved by mika.");
    }

    @Test
    void tellsAStrangerPrivatelyThatTheyAreNotEntitled() {
        assertThat(press("seks-approve", "U9").statusCode()).isEqualTo(200);

        await().until(() -> slack.answers.size() == 1);
        assertThat(slack.answers.get(0).get("response_type").asText()).isEqualTo("ephemeral");
        assertThat(slack.answers.get(0).get("text").asText()).contains("not among the people");
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void doesNotTakeTheSameUserIdOfAnotherTeam() {
        ObjectNode payload = payload("seks-approve", "U1");
        ((ObjectNode) payload.get("user")).put("team_id", "T2");

        assertThat(send(payload).statusCode()).isEqualTo(200);

        await().until(() -> slack.answers.size() == 1);
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void countsADoublePressOnce() {
        press("seks-deny", "U1");
        press("seks-deny", "U1");

        await().until(() -> slack.answers.size() == 2);
        assertThat(inbox.published).hasSize(1);
    }

    @Test
    void refusesAForgedCall() {
        assertThat(call(body(payload("seks-approve", "U1")), now(), "another secret of some length")
                        .statusCode())
                .isEqualTo(401);
        assertNothingHappened();
    }

    @Test
    void refusesAStaleCallAndOneFromTheFuture() {
        String body = body(payload("seks-approve", "U1"));

        assertThat(call(body, now().minusSeconds(301), SLACK_SECRET).statusCode())
                .isEqualTo(401);
        assertThat(call(body, now().plusSeconds(302), SLACK_SECRET).statusCode())
                .isEqualTo(401);
        assertNothingHappened();
    }

    @Test
    void refusesACallWithoutOrWithTwoSignatures() {
        String body = body(payload("seks-approve", "U1"));
        String stamp = Long.toString(now().getEpochSecond());
        String signature = sign(body, stamp, SLACK_SECRET);
        HttpRequest.Builder unsigned = request(body);
        HttpRequest.Builder twice = request(body)
                .header("X-Slack-Request-Timestamp", stamp)
                .header("X-Slack-Signature", signature)
                .header("X-Slack-Signature", signature);

        assertThat(inbox.send(unsigned).statusCode()).isEqualTo(401);
        assertThat(inbox.send(twice).statusCode()).isEqualTo(401);
        assertNothingHappened();
    }

    @Test
    void refusesAnOversizedCallBeforeItReadsIt() {
        String body = "payload=" + "x".repeat(SlackActions.MAX_BODY);

        assertThat(call(body, now(), SLACK_SECRET).statusCode()).isEqualTo(413);
    }

    @Test
    void refusesASignedCallThatIsNoPress() {
        assertThat(call("payload=%7B", now(), SLACK_SECRET).statusCode()).isEqualTo(400);
        assertThat(call("payload=%7B%7D", now(), SLACK_SECRET).statusCode()).isEqualTo(400);
        assertThat(call("payload=%GG", now(), SLACK_SECRET).statusCode()).isEqualTo(400);
        assertThat(call("payload=%7B%7D&payload=%7B%7D", now(), SLACK_SECRET).statusCode())
                .isEqualTo(400);
        assertNothingHappened();
    }

    @Test
    void callsNoOtherHostThanSlacks() {
        ObjectNode payload = payload("seks-approve", "U9");
        payload.put("response_url", "http://169.254.169.254/latest");
        assertThat(send(payload).statusCode()).isEqualTo(200);

        payload.put("response_url", slack.responseUrl().toString());
        send(payload);

        await().until(() -> slack.answers.size() == 1);
    }

    @Test
    void doesNothingWhenTheLinkToTheInboxIsPressed() {
        assertThat(press("seks-review", "U1").statusCode()).isEqualTo(200);
        assertThat(inbox.published).isEmpty();
    }

    private void assertNothingHappened() {
        assertThat(inbox.published).isEmpty();
        assertThat(slack.answers).isEmpty();
    }

    private HttpResponse<String> press(String action, String user) {
        return send(payload(action, user));
    }

    private HttpResponse<String> send(ObjectNode payload) {
        return call(body(payload), now(), SLACK_SECRET);
    }

    private HttpResponse<String> call(String body, Instant at, String secret) {
        String stamp = Long.toString(at.getEpochSecond());
        return inbox.send(request(body)
                .header("X-Slack-Request-Timestamp", stamp)
                .header("X-Slack-Signature", sign(body, stamp, secret)));
    }

    private HttpRequest.Builder request(String body) {
        return inbox.to("/slack/actions")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private ObjectNode payload(String action, String user) {
        ObjectNode payload = new JsonMapper().createObjectNode().put("type", "block_actions");
        payload.putObject("team").put("id", "T1");
        payload.putObject("user").put("id", user).put("team_id", "T1");
        payload.putObject("container").put("channel_id", "C1").put("message_ts", "17.1");
        payload.put("response_url", slack.responseUrl().toString());
        payload.putArray("actions").addObject().put("action_id", action).put("value", asked.digest());
        return payload;
    }

    private static String body(ObjectNode payload) {
        return "payload=" + URLEncoder.encode(payload.toString(), StandardCharsets.UTF_8);
    }

    private Instant now() {
        return inbox.clock.instant();
    }

    private static String sign(String body, String stamp, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "v0="
                    + HexFormat.of()
                            .formatHex(mac.doFinal(("v0:" + stamp + ":" + body).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
