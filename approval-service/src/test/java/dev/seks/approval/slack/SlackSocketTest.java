// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.approval.delivery.HttpSender;
import java.net.URI;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlackSocketTest {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final JsonMapper JSON = new JsonMapper();

    private final FakeSlack slack = new FakeSlack();
    private final Queue<JsonNode> taken = new ConcurrentLinkedQueue<>();
    private volatile SlackReply reply = new SlackReply.Taken(null);
    private final CountDownLatch slow = new CountDownLatch(1);
    private volatile boolean isSlow;
    private final SlackSocket socket = socket(FakeSlack.APP_TOKEN);

    private SlackSocket socket(String token) {
        HttpSender http = new HttpSender(SlackApi.MAX_ANSWER);
        return new SlackSocket(new SlackApi(http, slack.api(), token), http, slack.api(), this::take);
    }

    private SlackReply take(JsonNode payload) {
        SlackReply answer = reply; // a test that sees what was taken may go on to the next one
        taken.add(payload);
        try {
            if (isSlow) {
                slow.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return answer;
    }

    @AfterEach
    void stop() {
        slow.countDown();
        socket.close();
        slack.close();
    }

    @Test
    void takesWhatPeopleDoAndAcknowledgesIt() {
        connect();

        String envelope = slack.push(payload(1));

        await().atMost(SOON).until(() -> slack.acknowledged(envelope) != null);
        assertThat(taken).containsExactly(payload(1));
        assertThat(slack.acknowledged(envelope).has("payload")).isFalse();
    }

    @Test
    void answersWithWhatAWindowIsToShow() {
        connect();
        reply = new SlackReply.Taken(ReasonWindow.fault("no"));

        String envelope = slack.push(payload(1));

        await().atMost(SOON).until(() -> slack.acknowledged(envelope) != null);
        assertThat(slack.acknowledged(envelope).at("/payload/response_action").asText())
                .isEqualTo("errors");
    }

    @Test
    void acknowledgesWhatIsMalformedButNotWhatItCannotTake() {
        connect();
        reply = new SlackReply.Busy();
        String busy = slack.push(payload(1));
        await().atMost(SOON).until(() -> taken.size() == 1);

        reply = new SlackReply.Malformed();
        String malformed = slack.push(payload(2));

        await().atMost(SOON).until(() -> slack.acknowledged(malformed) != null);
        assertThat(slack.acknowledged(busy)).isNull();
    }

    @Test
    void opensTheNextConnectionBeforeTheOldOneEnds() {
        connect();
        isSlow = true;
        String old = slack.push(payload(1));
        await().atMost(SOON).until(() -> taken.size() == 1);

        slack.refreshConnections();
        await().atMost(SOON).until(() -> slack.connections() == 2);
        assertThat(socket.isConnected()).isTrue();
        slow.countDown();

        await().atMost(SOON).until(() -> slack.acknowledged(old) != null);
        await().atMost(SOON).until(() -> slack.connections() == 1);
        String next = slack.push(payload(2));
        await().atMost(SOON).until(() -> slack.acknowledged(next) != null);
    }

    @Test
    void connectsAgainWhenTheConnectionBreaks() {
        connect();
        int calls = slack.calls("apps.connections.open");

        slack.breakConnections();

        await().atMost(SOON).until(() -> slack.calls("apps.connections.open") > calls && slack.connections() == 1);
        String envelope = slack.push(payload(1));
        await().atMost(SOON).until(() -> slack.acknowledged(envelope) != null);
    }

    @Test
    void goesOnTryingWhileSlackIsAway() {
        slack.failNext(
                "apps.connections.open", new Fault.Status(429, 1), new Fault.Lost(), new Fault.Error("internal_error"));
        connect();
    }

    @Test
    void sendsNoTokenAndConnectsToNobodyElse() {
        slack.failNext("apps.connections.open", new Fault.Error("invalid_auth"));
        slack.socketUrl = URI.create("ws://socket.evil.example/link").toString();
        socket.start();

        await().atMost(SOON).until(() -> slack.calls("apps.connections.open") >= 2);

        assertThat(socket.isConnected()).isFalse();
        assertThat(slack.connections()).isZero();
    }

    @Test
    void givesUpAConnectionThatIsTooTalkative() {
        connect();
        int calls = slack.calls("apps.connections.open");

        slack.say("{\"type\":\"interactive\",\"x\":\"" + "x".repeat(SocketLink.MAX_MESSAGE) + "\"}");

        await().atMost(SOON).until(() -> slack.calls("apps.connections.open") > calls && slack.connections() == 1);
        assertThat(taken).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "7",
                "{\"type\":\"interactive\"",
                "{\"type\":\"events_api\"}",
                "null",
                "{\"type\":7}"
            })
    void isNotDisturbedByWhatIsNotForIt(String text) {
        connect();

        slack.say(text);
        String envelope = slack.push(payload(1));

        await().atMost(SOON).until(() -> slack.acknowledged(envelope) != null);
        assertThat(taken).hasSize(1);
    }

    private void connect() {
        socket.start();
        await().atMost(SOON).until(() -> socket.isConnected() && slack.connections() == 1);
    }

    private static ObjectNode payload(int number) {
        return JSON.createObjectNode().put("type", "block_actions").put("number", number);
    }
}
