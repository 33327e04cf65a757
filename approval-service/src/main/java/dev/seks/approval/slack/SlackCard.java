// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.approval.inbox.Portrayal;
import dev.seks.approval.text.ParamsText;
import dev.seks.schemas.text.Printable;
import java.net.URI;
import java.util.Locale;

/**
 * A request as a Block Kit message. It shows everything that would happen or, when that does not fit, has no button that
 * decides but a link to the page that shows it; nothing is cut silently. Parameters and the agent's words stand in
 * elements that Slack does not interpret.
 */
final class SlackCard {
    /** Longest parameters that a card shows, in characters. */
    static final int MAX_PARAMS = 2_500;

    private static final int MAX_REASON = 600;
    private static final int MAX_LINE = 500;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final URI inbox;
    private final boolean takesClicks;

    /** {@code inbox}: where people find the inbox; {@code takesClicks}: whether button presses come back to us. */
    SlackCard(URI inbox, boolean takesClicks) {
        this.inbox = inbox;
        this.takesClicks = takesClicks;
    }

    ObjectNode of(InboxEntry entry, Portrayal portrayal) {
        String params = ParamsText.of(entry.request().getParams());
        boolean fits = params.length() <= MAX_PARAMS && portrayal.summary().length() <= MAX_LINE;
        ObjectNode message = JSON.objectNode();
        message.put("text", "Approval needed: " + SlackText.escape(shortened(portrayal.summary(), MAX_LINE)));
        ArrayNode blocks = message.putArray("blocks");
        blocks.addObject().put("type", "header").set("text", plain("Approval needed"));
        blocks.add(section(what(entry, portrayal)));
        if (fits) {
            blocks.add(richText("rich_text_preformatted", params));
        } else {
            blocks.add(section("_The parameters do not fit here. Review them in the inbox to decide._"));
        }
        agentSays(entry, blocks);
        blocks.addObject().put("type", "context").putArray("elements").add(mrkdwn(why(entry)));
        buttons(entry, fits && takesClicks, blocks);
        return message;
    }

    /** What replaces a card that was decided on. */
    static ObjectNode answered(String sentence) {
        ObjectNode message = JSON.objectNode();
        message.put("replace_original", true);
        message.put("text", sentence);
        message.putArray("blocks").add(section(sentence));
        return message;
    }

    /** What only the person who pressed the button sees. */
    static ObjectNode whispered(String sentence) {
        return JSON.objectNode()
                .put("response_type", "ephemeral")
                .put("replace_original", false)
                .put("text", sentence);
    }

    private static String what(InboxEntry entry, Portrayal portrayal) {
        String effect = portrayal.effect() == null
                ? "effect unknown"
                : "effect " + portrayal.effect().toLowerCase(Locale.ROOT);
        String resource = portrayal.resource() == null
                ? ""
                : " on " + SlackText.escape(shortened(portrayal.resource(), MAX_LINE));
        return "*" + SlackText.escape(shortened(portrayal.summary(), MAX_LINE)) + "*\n"
                + SlackText.escape(entry.request().getAgent()) + " asks for "
                + SlackText.escape(
                        entry.request().getService() + " " + entry.request().getAction())
                + resource + " (" + effect + ")";
    }

    private static void agentSays(InboxEntry entry, ArrayNode blocks) {
        String reason = entry.request().getReason();
        if (reason.isBlank()) {
            return;
        }
        blocks.addObject().put("type", "context").putArray("elements").add(mrkdwn("The agent says, unchecked:"));
        blocks.add(richText("rich_text_quote", shortened(Printable.block(reason), MAX_REASON)));
    }

    private static String why(InboxEntry entry) {
        String rule = entry.pending().getRule();
        long expires = entry.expiresAt().getEpochSecond();
        return "Rule " + SlackText.escape(rule == null ? "unknown" : rule) + " · denied unless approved by <!date^"
                + expires + "^{date_short_pretty} {time_secs}|" + entry.expiresAt() + "> · digest "
                + entry.digest().substring(0, 12);
    }

    private void buttons(InboxEntry entry, boolean deciding, ArrayNode blocks) {
        ArrayNode elements = blocks.addObject().put("type", "actions").putArray("elements");
        if (deciding) {
            elements.add(button("Approve", "primary", SlackClick.APPROVE, entry.digest()));
            elements.add(button("Deny", "danger", SlackClick.DENY, entry.digest()));
        }
        ObjectNode review = elements.addObject().put("type", "button").put("action_id", "seks-review");
        review.put("url", inbox.resolve("/approvals/" + entry.digest()).toString());
        review.set("text", plain("Review in the inbox"));
    }

    private static ObjectNode button(String label, String style, String action, String digest) {
        ObjectNode button = JSON.objectNode().put("type", "button");
        button.put("style", style).put("action_id", action).put("value", digest);
        button.set("text", plain(label));
        return button;
    }

    private static ObjectNode section(String text) {
        ObjectNode section = JSON.objectNode().put("type", "section");
        section.set("text", mrkdwn(text));
        return section;
    }

    private static ObjectNode richText(String element, String text) {
        ObjectNode block = JSON.objectNode().put("type", "rich_text");
        block.putArray("elements")
                .addObject()
                .put("type", element)
                .putArray("elements")
                .addObject()
                .put("type", "text")
                .put("text", text);
        return block;
    }

    private static ObjectNode mrkdwn(String text) {
        return JSON.objectNode().put("type", "mrkdwn").put("text", text).put("verbatim", true);
    }

    private static ObjectNode plain(String text) {
        return JSON.objectNode().put("type", "plain_text").put("text", text).put("emoji", false);
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + " [more in the inbox]";
    }
}
