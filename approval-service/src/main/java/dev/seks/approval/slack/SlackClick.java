// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.wire.RecordJson;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A press of one of our buttons.
 *
 * @param choice null when the button decides nothing, such as the link to the inbox
 * @param responseUrl where Slack takes an answer, as it says; null when it says nothing
 * @param evidence where in Slack it was said
 */
record SlackClick(
        SlackUser user,
        @Nullable VerdictChoice choice,
        String digest,
        @Nullable String responseUrl,
        Map<String, String> evidence) {

    static final String APPROVE = "seks-approve";
    static final String DENY = "seks-deny";

    private static final String FIELD = "payload=";
    private static final int MAX_ID = 64;
    private static final Map<String, VerdictChoice> CHOICES =
            Map.of(APPROVE, VerdictChoice.APPROVE, DENY, VerdictChoice.DENY);

    /** Reads the body of a call whose signature is right; empty when it is no press of exactly one button. */
    static Optional<SlackClick> parse(byte[] body) {
        String form = new String(body, StandardCharsets.UTF_8);
        if (!form.startsWith(FIELD) || form.indexOf('&') >= 0) {
            return Optional.empty();
        }
        try {
            JsonNode payload =
                    RecordJson.read(URLDecoder.decode(form.substring(FIELD.length()), StandardCharsets.UTF_8));
            return payload == null ? Optional.empty() : of(payload);
        } catch (IllegalArgumentException notPercentEncodedOrNoIds) {
            return Optional.empty();
        }
    }

    private static Optional<SlackClick> of(JsonNode payload) {
        JsonNode actions = payload.path("actions");
        if (!payload.path("type").asText().equals("block_actions") || actions.size() != 1) {
            return Optional.empty();
        }
        JsonNode action = actions.path(0);
        String home = payload.at("/user/team_id").asText();
        String team = home.isEmpty() ? payload.at("/team/id").asText() : home;
        SlackUser user = new SlackUser(team, payload.at("/user/id").asText());
        JsonNode answer = payload.path("response_url");
        return Optional.of(new SlackClick(
                user,
                CHOICES.get(action.path("action_id").asText()),
                action.path("value").asText(),
                answer.isTextual() ? answer.asText() : null,
                evidence(user, payload)));
    }

    private static Map<String, String> evidence(SlackUser user, JsonNode payload) {
        Map<String, String> evidence = new HashMap<>();
        evidence.put("slack.team", user.team());
        evidence.put("slack.user", user.user());
        note(evidence, "slack.channel", payload.at("/container/channel_id"));
        note(evidence, "slack.message", payload.at("/container/message_ts"));
        return evidence;
    }

    private static void note(Map<String, String> evidence, String name, JsonNode id) {
        if (id.isTextual() && id.asText().length() <= MAX_ID) {
            evidence.put(name, id.asText());
        }
    }
}
