// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.approval.slack.Interaction.AskWhy;
import dev.seks.approval.verdict.VerdictAttempt;

/** The window in which a person says why they deny. */
final class ReasonWindow {
    static final String CALLBACK = "seks-deny-why";

    private static final String BLOCK = "seks-why";
    private static final String INPUT = "text";

    /** Where the words stand in what Slack sends about the window. */
    static final String TEXT = "/state/values/" + BLOCK + "/" + INPUT + "/value";

    private static final int MAX_URL = 1_000;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ReasonWindow() {}

    /** What opens it, over a card about {@code summary}. */
    static ObjectNode opening(AskWhy asked, String summary) {
        ObjectNode view = JSON.objectNode().put("type", "modal").put("callback_id", CALLBACK);
        view.set("title", Blocks.plain("Deny"));
        view.set("submit", Blocks.plain("Deny"));
        view.set("close", Blocks.plain("Keep waiting"));
        view.put("private_metadata", kept(asked).toString());
        view.putArray("blocks")
                .add(Blocks.section("*" + SlackText.line(summary, SlackCard.MAX_LINE) + "*"))
                .add(input());
        ObjectNode arguments = JSON.objectNode().put("trigger_id", asked.trigger());
        arguments.set("view", view);
        return arguments;
    }

    private static ObjectNode kept(AskWhy asked) {
        ObjectNode kept = JSON.objectNode().put("digest", asked.digest());
        kept.put("channel_id", asked.place().evidence().get("slack.channel"));
        kept.put("message_ts", asked.place().evidence().get("slack.message"));
        String url = asked.place().responseUrl();
        return url == null || url.length() > MAX_URL ? kept : kept.put("response_url", url);
    }

    private static ObjectNode input() {
        ObjectNode text =
                Blocks.block("plain_text_input").put("action_id", INPUT).put("multiline", true);
        text.put("max_length", VerdictAttempt.MAX_COMMENT);
        ObjectNode input = Blocks.block("input").put("block_id", BLOCK);
        input.set("label", Blocks.plain("Why?"));
        input.set("hint", Blocks.plain("The agent is told, and it stands in the log."));
        input.set("element", text);
        return input;
    }

    /** The answer that leaves it open and says what is wrong. */
    static ObjectNode fault(String sentence) {
        ObjectNode answer = JSON.objectNode().put("response_action", "errors");
        answer.putObject("errors").put(BLOCK, sentence);
        return answer;
    }
}
