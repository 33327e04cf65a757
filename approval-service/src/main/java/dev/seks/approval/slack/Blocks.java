// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The words of Block Kit (docs.slack.dev, Block Kit reference) that cards are made of. */
final class Blocks {
    /** Longest text of one mrkdwn object, in characters, by Slack's reference. */
    static final int MAX_TEXT = 3_000;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Blocks() {}

    static ObjectNode header(String text) {
        ObjectNode header = block("header");
        header.set("text", plain(text));
        return header;
    }

    /** Text with markup; whatever in it is foreign has been escaped. */
    static ObjectNode section(String text) {
        ObjectNode section = block("section");
        section.set("text", mrkdwn(text));
        return section;
    }

    /** Small print, each text with markup; at most ten of them. */
    static ObjectNode context(List<String> texts) {
        ObjectNode context = block("context");
        ArrayNode elements = context.putArray("elements");
        texts.forEach(text -> elements.add(mrkdwn(text)));
        return context;
    }

    /** Text that Slack shows letter by letter. */
    static ObjectNode verbatim(String text) {
        return richText("rich_text_preformatted", text);
    }

    /** Somebody's words, in which Slack interprets nothing. */
    static ObjectNode quote(String text) {
        return richText("rich_text_quote", text);
    }

    private static ObjectNode richText(String element, String text) {
        ObjectNode block = block("rich_text");
        block.putArray("elements")
                .addObject()
                .put("type", element)
                .putArray("elements")
                .addObject()
                .put("type", "text")
                .put("text", text);
        return block;
    }

    static ObjectNode actions(List<ObjectNode> buttons) {
        ObjectNode actions = block("actions");
        actions.putArray("elements").addAll(buttons);
        return actions;
    }

    static ObjectNode button(String label, String action) {
        ObjectNode button = block("button").put("action_id", action);
        button.set("text", plain(label));
        return button;
    }

    static ObjectNode plain(String text) {
        return JSON.objectNode().put("type", "plain_text").put("text", text).put("emoji", false);
    }

    static ObjectNode block(String type) {
        return JSON.objectNode().put("type", type);
    }

    private static ObjectNode mrkdwn(String text) {
        return JSON.objectNode().put("type", "mrkdwn").put("text", text).put("verbatim", true);
    }
}
