// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.slack.api.Slack;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.response.chat.ChatPostMessageResponse;
import com.slack.api.methods.response.conversations.ConversationsHistoryResponse;
import com.slack.api.model.block.Blocks;
import com.slack.api.model.block.composition.BlockCompositions;
import com.slack.api.socket_mode.SocketModeClient;
import com.slack.api.socket_mode.response.AckResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Slack's own library takes the fake for Slack: what holds against the fake is no invention of ours. */
class FakeSlackTest {
    private static final Duration SOON = Duration.ofMinutes(1);
    private final FakeSlack fake = new FakeSlack();
    private final Slack library = Slack.getInstance(config());

    private com.slack.api.SlackConfig config() {
        com.slack.api.SlackConfig config = new com.slack.api.SlackConfig();
        config.setMethodsEndpointUrlPrefix(fake.api().toString());
        return config;
    }

    @AfterEach
    void stop() throws Exception {
        library.close();
        fake.close();
    }

    @Test
    void takesPostsAndChangesOfSlacksLibrary() throws Exception {
        MethodsClient client = library.methods(FakeSlack.BOT_TOKEN);
        fake.channel("C1000");

        assertThat(client.authTest(call -> call).getBotId()).isEqualTo(FakeSlack.BOT);
        ChatPostMessageResponse posted = client.chatPostMessage(call -> call.channel("C1000")
                .text("hello")
                .blocks(List.of(Blocks.section(s -> s.text(BlockCompositions.markdownText("hello"))))));
        assertThat(posted.isOk()).isTrue();
        assertThat(client.chatUpdate(
                                call -> call.channel("C1000").ts(posted.getTs()).text("hello again"))
                        .isOk())
                .isTrue();

        ConversationsHistoryResponse history =
                client.conversationsHistory(call -> call.channel("C1000").limit(10));
        assertThat(history.getMessages()).hasSize(1);
        assertThat(history.getMessages().get(0).getText()).isEqualTo("hello again");
        assertThat(history.getMessages().get(0).getBotId()).isEqualTo(FakeSlack.BOT);
        assertThat(client.chatDelete(call -> call.channel("C1000").ts(posted.getTs()))
                        .isOk())
                .isTrue();
    }

    @Test
    void refusesAsSlackDoes() throws Exception {
        assertThat(library.methods("xoxb-another").authTest(call -> call).getError())
                .isEqualTo("invalid_auth");
        assertThat(library.methods(FakeSlack.BOT_TOKEN)
                        .chatPostMessage(call -> call.channel("C9").text("hello"))
                        .getError())
                .isEqualTo("channel_not_found");
        fake.failNext("auth.test", new Fault.Status(429, 7));
        assertThatThrownBy(() -> library.methods(FakeSlack.BOT_TOKEN).authTest(call -> call))
                .isInstanceOfSatisfying(
                        SlackApiException.class,
                        limited -> assertThat(limited.getResponse().header("Retry-After"))
                                .isEqualTo("7"));
    }

    @Test
    void speaksSocketModeWithSlacksLibrary() throws Exception {
        Queue<String> payloads = new ConcurrentLinkedQueue<>();
        try (SocketModeClient client =
                library.socketMode(FakeSlack.APP_TOKEN, SocketModeClient.Backend.JavaWebSocket)) {
            client.addInteractiveEnvelopeListener(envelope -> {
                payloads.add(envelope.getPayload().toString());
                client.sendSocketModeResponse(AckResponse.builder()
                        .envelopeId(envelope.getEnvelopeId())
                        .build());
            });
            client.connect();
            await().atMost(SOON).until(() -> fake.connections() == 1);

            String envelope = fake.push(new JsonMapper().createObjectNode().put("type", "block_actions"));

            await().atMost(SOON).until(() -> fake.acknowledged(envelope) != null);
            assertThat(payloads).containsExactly("{\"type\":\"block_actions\"}");
        }
    }
}
