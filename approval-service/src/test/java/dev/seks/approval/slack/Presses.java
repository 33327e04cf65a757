// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.Gson;
import com.slack.api.app_backend.SlackSignature;
import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload;
import com.slack.api.app_backend.views.payload.ViewSubmissionPayload;
import com.slack.api.model.view.View;
import com.slack.api.model.view.ViewState;
import com.slack.api.util.json.GsonFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What people do in Slack, in the shapes of Slack's own library and signed by it. */
public final class Presses {
    private static final Gson GSON = GsonFactory.createSnakeCase();
    private static final JsonMapper JSON = new JsonMapper();

    private Presses() {}

    /** Somebody presses a button of a card. */
    public static ObjectNode press(FakeSlack slack, String action, String digest, String user) {
        BlockActionPayload payload = new BlockActionPayload();
        BlockActionPayload.Team team = new BlockActionPayload.Team();
        team.setId(FakeSlack.TEAM);
        payload.setTeam(team);
        BlockActionPayload.User who = new BlockActionPayload.User();
        who.setId(user);
        who.setTeamId(FakeSlack.TEAM);
        payload.setUser(who);
        BlockActionPayload.Container where = new BlockActionPayload.Container();
        where.setType("message");
        where.setChannelId("C1");
        where.setMessageTs("17.1");
        payload.setContainer(where);
        BlockActionPayload.Action button = new BlockActionPayload.Action();
        button.setActionId(action);
        button.setType("button");
        button.setValue(digest);
        payload.setActions(List.of(button));
        payload.setApiAppId("A1");
        payload.setTriggerId(slack.trigger());
        payload.setResponseUrl(slack.responseUrl().toString());
        return json(payload);
    }

    /** Somebody fills in a window and sends it off. */
    public static ObjectNode submit(JsonNode window, String words, String user) {
        View view = GSON.fromJson(window.toString(), View.class);
        ViewState.Value value = new ViewState.Value();
        value.setType("plain_text_input");
        value.setValue(words);
        JsonNode input = window.at("/blocks/1");
        ViewState state = new ViewState();
        state.setValues(Map.of(
                input.path("block_id").asText(),
                Map.of(input.at("/element/action_id").asText(), value)));
        view.setState(state);
        ViewSubmissionPayload payload = new ViewSubmissionPayload();
        ViewSubmissionPayload.Team team = new ViewSubmissionPayload.Team();
        team.setId(FakeSlack.TEAM);
        payload.setTeam(team);
        ViewSubmissionPayload.User who = new ViewSubmissionPayload.User();
        who.setId(user);
        who.setTeamId(FakeSlack.TEAM);
        payload.setUser(who);
        payload.setView(view);
        return json(payload);
    }

    private static ObjectNode json(Object payload) {
        try {
            return (ObjectNode) JSON.readTree(GSON.toJson(payload));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The body of the call by which Slack reports it. */
    public static String body(JsonNode payload) {
        return "payload=" + URLEncoder.encode(payload.toString(), StandardCharsets.UTF_8);
    }

    /** That call, signed. */
    public static HttpRequest.Builder call(URI address, String body, Instant at, String secret) {
        String stamp = Long.toString(at.getEpochSecond());
        return unsigned(address, body)
                .header(SlackSignature.HeaderNames.X_SLACK_REQUEST_TIMESTAMP, stamp)
                .header(
                        SlackSignature.HeaderNames.X_SLACK_SIGNATURE,
                        new SlackSignature.Generator(secret).generate(stamp, body));
    }

    public static HttpRequest.Builder unsigned(URI address, String body) {
        return HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }
}
