// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.approval.inbox.Cast;
import dev.seks.approval.inbox.Ending;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.approval.inbox.Portrayal;
import dev.seks.approval.slack.SlackButton.Abilities;
import dev.seks.approval.text.Excerpt;
import dev.seks.approval.text.ParamsText;
import dev.seks.approval.verdict.Authority;
import dev.seks.schemas.approval.Escalations;
import dev.seks.schemas.text.Printable;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request as a Block Kit message. While it waits the card shows everything that would happen or, when that does not
 * fit, has no button that decides but a link to the page that shows it; nothing is cut silently. Parameters and the
 * agent's words stand in elements that Slack does not interpret. Afterwards it says how the request ended.
 */
final class SlackCard {
    /** Longest parameters that a card shows, in characters. */
    static final int MAX_PARAMS = 2_500;

    /** Longest line of foreign text, in characters; escaped it is at most five times as long. */
    static final int MAX_LINE = 500;

    private static final int MAX_RULE = 200;
    private static final int MAX_REASON = 1_000;
    private static final int MAX_LISTED = 9;

    private final URI inbox;
    private final Abilities abilities;

    /** {@code inbox}: where people find the inbox. */
    SlackCard(URI inbox, Abilities abilities) {
        this.inbox = inbox;
        this.abilities = abilities;
    }

    /**
     * What a card shows at one time.
     *
     * @param message its text and blocks, the first of them marked
     */
    record Face(ObjectNode message, CardMark mark) {}

    /** The card of a request as it stands {@code now}. */
    Face of(InboxEntry entry, Portrayal portrayal, Cast cast, Instant now) {
        return Ending.of(entry, now)
                .map(end -> ended(entry, portrayal, new SlackPeople(entry, cast), end))
                .orElseGet(() -> waiting(entry, portrayal, new SlackPeople(entry, cast)));
    }

    /** A card that no rule about cards can break, for a request whose own Slack does not take. */
    Face bare(InboxEntry entry) {
        List<ObjectNode> blocks = List.of(
                Blocks.header("Approval needed"),
                Blocks.section(
                        "A request of " + SlackText.escape(entry.request().getAgent())
                                + " cannot be shown here. _Review it in the inbox to decide._"),
                Blocks.actions(List.of(review(entry, "Review in the inbox"))));
        return face("Approval needed: review it in the inbox", blocks, entry);
    }

    private Face waiting(InboxEntry entry, Portrayal portrayal, SlackPeople people) {
        String params = ParamsText.of(entry.request().getParams());
        boolean fits = params.length() <= MAX_PARAMS && fits(portrayal.summary()) && fits(portrayal.resource());
        List<ObjectNode> blocks = new ArrayList<>();
        blocks.add(Blocks.header("Approval needed"));
        what(entry, portrayal, people, blocks);
        blocks.add(
                fits
                        ? Blocks.verbatim(params)
                        : Blocks.section("_What it would do does not fit here. Review it in the inbox to decide._"));
        if (holdsForeignLetters(entry, portrayal)) {
            blocks.add(Blocks.context(List.of("It holds characters outside ASCII, which may look like others.")));
        }
        agentSays(entry, blocks);
        blocks.add(Blocks.context(why(entry)));
        blocks.add(Blocks.context(people.asked()));
        people.soFar().ifPresent(said -> blocks.add(Blocks.context(List.of(said))));
        List<String> times = new ArrayList<>(escalation(entry));
        times.add(expiry(entry));
        blocks.add(Blocks.context(times));
        blocks.add(Blocks.actions(buttons(entry, fits)));
        return face("Approval needed: " + SlackText.line(portrayal.summary(), MAX_LINE), blocks, entry);
    }

    private static boolean fits(@Nullable String text) {
        return text == null || Printable.of(text).length() <= MAX_LINE;
    }

    private Face ended(InboxEntry entry, Portrayal portrayal, SlackPeople people, Ending end) {
        String head =
                end.what().substring(0, 1).toUpperCase(Locale.ROOT) + end.what().substring(1);
        List<ObjectNode> blocks = new ArrayList<>();
        blocks.add(Blocks.header(head));
        what(entry, portrayal, people, blocks);
        people.broughtAbout(end).ifPresent(by -> blocks.add(Blocks.section("*" + head + "* by " + by)));
        people.comments().forEach(comment -> {
            blocks.add(Blocks.context(List.of(comment.who() + " says:")));
            blocks.add(Blocks.quote(Excerpt.of(Printable.block(comment.words()), MAX_REASON)));
        });
        blocks.add(Blocks.context(List.of(
                entry.closing() == null
                        ? "It was not approved in time, and can no longer be."
                        : SlackText.line(entry.latest().getExplanation(), MAX_LINE))));
        blocks.add(Blocks.context(List.of("digest " + entry.digest().substring(0, 12))));
        blocks.add(Blocks.actions(List.of(review(entry, "Open in the inbox"))));
        return face(head + ": " + SlackText.line(portrayal.summary(), MAX_LINE), blocks, entry);
    }

    private static Face face(String text, List<ObjectNode> blocks, InboxEntry entry) {
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("text", text);
        ArrayNode array = message.putArray("blocks").addAll(blocks);
        CardMark mark = CardMark.of(entry.digest(), array);
        blocks.get(0).put("block_id", mark.blockId());
        return new Face(message, mark);
    }

    private static void what(InboxEntry entry, Portrayal portrayal, SlackPeople people, List<ObjectNode> blocks) {
        String effect = portrayal.effect() == null
                ? "effect unknown"
                : "effect *" + portrayal.effect().toLowerCase(Locale.ROOT) + "*";
        blocks.add(Blocks.section("*" + SlackText.line(portrayal.summary(), MAX_LINE) + "*"));
        blocks.add(Blocks.section(people.agent() + " asks for "
                + SlackText.escape(
                        entry.request().getService() + " " + entry.request().getAction())
                + " (" + effect + ")"));
        if (portrayal.resource() != null) {
            blocks.add(Blocks.section("on " + SlackText.line(portrayal.resource(), MAX_LINE)));
        }
    }

    private static boolean holdsForeignLetters(InboxEntry entry, Portrayal portrayal) {
        String shown = entry.request().getParams() + portrayal.summary();
        return shown.chars().anyMatch(unit -> unit >= 0x80);
    }

    private static void agentSays(InboxEntry entry, List<ObjectNode> blocks) {
        String reason = entry.request().getReason();
        if (!reason.isBlank()) {
            blocks.add(Blocks.context(List.of("The agent says, unchecked:")));
            blocks.add(Blocks.quote(Excerpt.of(Printable.block(reason), MAX_REASON)));
        }
    }

    private static List<String> why(InboxEntry entry) {
        List<String> rules = entry.pending().getRules().stream()
                .map(rule -> "asked by " + SlackText.line(rule.getPath(), MAX_RULE) + ", "
                        + SlackText.line(rule.getFile(), MAX_RULE) + " line "
                        + rule.getLine())
                .toList();
        return rules.isEmpty() ? List.of("asked by no rule that is named") : listed(rules, "rules in the inbox");
    }

    /** Who is asked too by now, and who will be. */
    private static List<String> escalation(InboxEntry entry) {
        List<String> lines = new ArrayList<>();
        Escalations.taken(entry.approval())
                .ifPresent(step -> lines.add("since " + date(step.at()) + " asked too: " + groups(step)));
        Escalations.next(entry.approval())
                .ifPresent(step -> lines.add(
                        "escalates to " + groups(step) + " by " + date(step.at()) + " unless decided before"));
        return lines;
    }

    private static String groups(Escalations.Step step) {
        return String.join(
                ", ",
                listed(
                        step.groups().stream()
                                .map(group -> SlackText.line(group, MAX_LINE))
                                .toList(),
                        "groups in the inbox"));
    }

    private static String expiry(InboxEntry entry) {
        return "denied unless approved by " + date(entry.expiresAt()) + " · digest "
                + entry.digest().substring(0, 12);
    }

    private static String date(Instant at) {
        return "<!date^" + at.getEpochSecond() + "^{date_short_pretty} {time_secs}|" + at + ">";
    }

    private List<ObjectNode> buttons(InboxEntry entry, boolean fits) {
        if (!fits || Authority.needsSignOn(entry)) {
            return List.of(review(entry, fits ? "Sign in to decide" : "Review in the inbox"));
        }
        List<ObjectNode> buttons = new ArrayList<>();
        SlackButton.of(entry, abilities).forEach(button -> buttons.add(button.of(entry.digest())));
        buttons.add(review(entry, "Review in the inbox"));
        return buttons;
    }

    private ObjectNode review(InboxEntry entry, String label) {
        return Blocks.button(label, "seks-review")
                .put("url", inbox.resolve("/approvals/" + entry.digest()).toString());
    }

    /** The first ones, and how many there are beyond. */
    static List<String> listed(List<String> all, String elsewhere) {
        if (all.size() <= MAX_LISTED) {
            return all;
        }
        List<String> some = new ArrayList<>(all.subList(0, MAX_LISTED - 1));
        some.add("and " + (all.size() - some.size()) + " more " + elsewhere);
        return some;
    }
}
