// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import static dev.seks.approval.Asked.NOW;
import static dev.seks.approval.Asked.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.approval.Asked;
import dev.seks.approval.HandClock;
import dev.seks.approval.Policies;
import dev.seks.approval.Refused;
import dev.seks.approval.delivery.HandShift;
import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.verdict.VerdictDesk;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cards that a webhook posted can be changed only by way of what Slack sends with a press of their buttons. */
class WebhookPressTest {
    private static final Duration SOON = Duration.ofMinutes(1);

    private final FakeSlack slack = new FakeSlack();
    private final Inbox inbox = new Inbox();
    private final HandClock clock = new HandClock(NOW.plusSeconds(1));
    private final Refused refused = new Refused();
    private final List<Verdict> published = new CopyOnWriteArrayList<>();
    private final Asked asked = Asked.request("r-1").quorum(2).asking("mika", "ann");
    private final Slack connection = connection();

    private Slack connection() {
        VerdictDesk desk =
                new VerdictDesk(inbox, (verdict, partition) -> published.add(verdict), clock, (attempt, outcome) -> {});
        SlackConfig config = SlackConfig.ofWebhook(Path.of("webhook"), List.of(Path.of("secret")));
        SlackSecrets secrets = new SlackSecrets(null, slack.webhook(), null, List.of(FakeSlack.SIGNING_SECRET));
        Slack made = new Slack(
                config,
                secrets,
                new Slack.Content(inbox, Policies.catalogues(), Policies.casts(), desk, refused),
                clock);
        made.start(URI.create("https://inbox.example"), HandShift.of(PARTITION), () -> true);
        return made;
    }

    @AfterEach
    void stop() {
        connection.close();
        slack.close();
    }

    @Test
    void offersNoWindowBecauseThatTakesABot() {
        pending();

        await().atMost(SOON).until(() -> slack.hooked.messages().size() == 1);
        assertThat(slack.hooked.messages().get(0).findValuesAsText("action_id"))
                .containsExactly("seks-approve", "seks-deny", "seks-review");
    }

    @Test
    void changesTheCardWithEachChangeAfterAPress() {
        pending();
        press("seks-approve", "U1");
        await().atMost(SOON).until(() -> published.size() == 1);

        asked.seq(9).said("mika", VerdictChoice.APPROVE);
        pending();
        await().atMost(SOON).until(() -> slack.answers.size() == 1);
        assertThat(shown(0)).contains("approved so far by Mika Sato").contains("seks-approve");
        assertThat(slack.answers.get(0).get("replace_original").asBoolean()).isTrue();

        asked.said("ann", VerdictChoice.APPROVE);
        inbox.decided(asked.ended(Outcome.APPROVED, Reason.APPROVED_BY_PEOPLE));
        await().atMost(SOON).until(() -> slack.answers.size() == 2);
        assertThat(shown(1)).contains("*Approved* by Mika Sato, Ann Berg").doesNotContain("seks-approve");
    }

    @Test
    void healsAStaleCardWhenSomebodyPressesIt() {
        pending();
        inbox.decided(asked.ended(Outcome.DENIED, Reason.FROZEN));

        press("seks-approve", "U1");

        await().atMost(SOON).until(() -> slack.answers.size() == 2);
        assertThat(slack.answers.get(0).get("text").asText()).contains("decided already");
        assertThat(shown(1)).contains("Denied: frozen").doesNotContain("seks-approve");
        assertThat(published).isEmpty();
    }

    @Test
    void changesTheCardThoughSlackWasAwayForAMoment() {
        pending();
        press("seks-deny", "U1");
        slack.failNext("response_url", new Fault.Lost(), new Fault.Status(503, 0));

        inbox.decided(asked.ended(Outcome.DENIED, Reason.CANCELLED));

        await().atMost(SOON).until(() -> shownAnywhere("Cancelled by the agent"));
    }

    @Test
    void keepsTheLastUseForTheEnd() {
        pending();
        press("seks-approve", "U1");
        for (int more = 1; more <= ResponseCards.USES; more++) {
            asked.seq(9 + more).said("person-" + more, VerdictChoice.APPROVE);
            pending();
        }
        inbox.decided(asked.ended(Outcome.DENIED, Reason.CANCELLED));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(slack.answers)
                        .as("used " + slack.calls("response_url"))
                        .anyMatch(answer -> answer.toString().contains("Cancelled by the agent")));
        assertThat(slack.answers).hasSizeLessThanOrEqualTo(ResponseCards.USES);
    }

    @Test
    void usesNoWayThatIsTooOld() {
        pending();
        press("seks-approve", "U1");
        press("seks-approve", "U1");
        await().atMost(SOON).until(() -> slack.answers.size() == 2); // that it is answered already, and the card
        clock.advance(ResponseCards.GOOD_FOR);

        inbox.decided(asked.ended(Outcome.DENIED, Reason.FROZEN));
        send(Presses.press(slack, "seks-approve", Asked.request("r-3").digest(), "U1"));

        await().atMost(SOON).until(() -> slack.answers.size() == 3);
        assertThat(slack.answers.get(2).get("text").asText()).contains("no request with this digest");
        assertThat(shownAnywhere("Denied: frozen")).isFalse();
    }

    private void pending() {
        inbox.pending(asked.bundle(Policies.DIGEST).pending(), asked.record(), PARTITION);
    }

    private void press(String action, String user) {
        send(Presses.press(slack, action, asked.digest(), user));
    }

    private void send(ObjectNode payload) {
        String body = Presses.body(payload);
        HttpRequest call = Presses.call(
                        URI.create("http://127.0.0.1/"), body, clock.instant(), FakeSlack.SIGNING_SECRET)
                .build();
        assertThat(connection
                        .calls()
                        .orElseThrow()
                        .take(
                                call.headers().allValues("X-Slack-Request-Timestamp"),
                                call.headers().allValues("X-Slack-Signature"),
                                body.getBytes(StandardCharsets.UTF_8),
                                "192.0.2.7"))
                .isInstanceOf(SlackReply.Taken.class);
    }

    private String shown(int answer) {
        return slack.answers.get(answer).toString().replace("\u2060", "");
    }

    private boolean shownAnywhere(String text) {
        return slack.answers.stream()
                .map(JsonNode::toString)
                .anyMatch(answer -> answer.replace("\u2060", "").contains(text));
    }
}
