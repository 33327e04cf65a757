// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.schemas.record.GrantOffer;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.wire.RecordJson;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a person did with a card or a window of ours, as Slack reports it. */
sealed interface Interaction {

    /** Something that decides nothing, such as following the link to the inbox. */
    record Nothing() implements Interaction {}

    /**
     * A verdict.
     *
     * @param comment in their own words; null for none
     * @param grant null for this request alone
     * @param place where it was given
     */
    record Decide(
            VerdictChoice choice,
            String digest,
            @Nullable String comment,
            @Nullable GrantOffer grant,
            Place place) implements Interaction {}

    /** They want to say why they deny; {@code trigger} lets a window be opened, for three seconds. */
    record AskWhy(String digest, String trigger, Place place) implements Interaction {}

    /**
     * Where in Slack it was done.
     *
     * @param responseUrl where Slack takes an answer, as it says; null when it says nothing
     * @param evidence of it, for the verdict
     */
    record Place(SlackUser user, @Nullable String responseUrl, Map<String, String> evidence) {}

    /** Longest id of Slack's that is kept. */
    int MAX_ID = 64;

    /** Reads what Slack sends; empty when it is neither the press of one button nor a window of ours. */
    static Optional<Interaction> of(JsonNode payload) {
        try {
            return switch (payload.path("type").asText()) {
                case "block_actions" -> pressed(payload);
                case "view_submission" -> submitted(payload);
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException noIds) {
            return Optional.empty();
        }
    }

    private static Optional<Interaction> pressed(JsonNode payload) {
        JsonNode actions = payload.path("actions");
        if (actions.size() != 1) {
            return Optional.empty();
        }
        String digest = actions.path(0).path("value").asText();
        Optional<SlackButton> button =
                SlackButton.pressed(actions.path(0).path("action_id").asText());
        Place place = place(payload, payload.path("response_url"), payload.path("container"));
        if (button.isEmpty()) {
            return Optional.of(new Nothing());
        }
        return Optional.of(
                button.get() == SlackButton.DENY_WITH_REASON
                        ? new AskWhy(digest, payload.path("trigger_id").asText(), place)
                        : new Decide(
                                button.get().choice(),
                                digest,
                                null,
                                button.get().grant(),
                                place));
    }

    private static Optional<Interaction> submitted(JsonNode payload) {
        JsonNode view = payload.path("view");
        JsonNode kept = RecordJson.read(view.path("private_metadata").asText());
        if (!view.path("callback_id").asText().equals(ReasonWindow.CALLBACK) || kept == null) {
            return Optional.empty();
        }
        return Optional.of(new Decide(
                VerdictChoice.DENY,
                kept.path("digest").asText(),
                view.at(ReasonWindow.TEXT).asText(),
                null,
                place(payload, kept.path("response_url"), kept)));
    }

    /** INVARIANT: who it was comes from what Slack says about this call alone, never from what a window kept. */
    private static Place place(JsonNode payload, JsonNode answer, JsonNode container) {
        String home = payload.at("/user/team_id").asText();
        String team = home.isEmpty() ? payload.at("/team/id").asText() : home;
        SlackUser user = new SlackUser(team, payload.at("/user/id").asText());
        Map<String, String> evidence = new HashMap<>();
        evidence.put("slack.team", user.team());
        evidence.put("slack.user", user.user());
        note(evidence, "slack.channel", container.path("channel_id"));
        note(evidence, "slack.message", container.path("message_ts"));
        return new Place(user, answer.isTextual() ? answer.asText() : null, evidence);
    }

    private static void note(Map<String, String> evidence, String name, JsonNode id) {
        if (id.isTextual() && !id.asText().isEmpty() && id.asText().length() <= MAX_ID) {
            evidence.put(name, id.asText());
        }
    }
}
