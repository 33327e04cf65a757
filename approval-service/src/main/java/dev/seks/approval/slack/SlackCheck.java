// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.approval.delivery.HttpSender;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds out whether tokens and channels are fit for seks, by asking Slack; posts nothing. */
public final class SlackCheck {
    private final HttpSender http = new HttpSender(SlackApi.MAX_ANSWER);
    private final URI api;

    /** {@code api}: Slack's Web API. */
    public SlackCheck(URI api) {
        if (!HttpSender.isSafe(api) || !api.getPath().endsWith("/")) {
            throw new IllegalArgumentException("api URL " + api + ", expected an https URL that ends with /");
        }
        this.api = api;
    }

    /** Slack's Web API for everybody but users of GovSlack. */
    public static URI slack() {
        return SlackApi.SLACK;
    }

    /**
     * What one look has shown.
     *
     * @param check what was looked at, e.g. {@code bot.token}
     * @param found what is there
     * @param cure what to do about it; null when all is well
     */
    public record Finding(
            String check, String found, @Nullable String cure) {
        public boolean ok() {
            return cure == null;
        }
    }

    /** Slack could not be asked. */
    public static final class AwayException extends Exception {
        private static final long serialVersionUID = 1L;

        AwayException(String why) {
            super(why);
        }
    }

    /** Whether it is a token of a bot. */
    public static boolean isBotToken(String text) {
        return SlackSecrets.isToken(text, SlackSecrets.BOT_TOKEN);
    }

    /** Whether it is an app-level token. */
    public static boolean isAppToken(String text) {
        return SlackSecrets.isToken(text, SlackSecrets.APP_TOKEN);
    }

    /** Looks at a bot's token, its scopes, and whether each of the channels can be read, which takes being in it. */
    public List<Finding> bot(String token, Collection<String> channels) throws AwayException, InterruptedException {
        SlackApi bot = new SlackApi(http, api, token);
        SlackAnswer who = answer(bot.read("auth.test", Map.of()));
        if (who instanceof SlackAnswer.Refused refused) {
            return List.of(refused("bot.token", refused));
        }
        SlackAnswer.Done done = (SlackAnswer.Done) who;
        List<Finding> findings = new ArrayList<>();
        findings.add(identity(done.body()));
        findings.add(scopes(done.scopes()));
        for (String channel : new TreeSet<>(channels)) {
            findings.add(channel(bot, channel));
        }
        return findings;
    }

    private static Finding identity(JsonNode body) {
        String who = body.path("user").asText() + " in " + body.path("team").asText() + " ("
                + body.path("team_id").asText() + ")";
        return body.path("bot_id").asText().isEmpty()
                ? new Finding("bot.token", who + ", no bot", "give the bot token of the app, which begins with xoxb-")
                : new Finding("bot.token", who, null);
    }

    private static Finding scopes(Set<String> given) {
        List<String> missing = SlackManifest.BOT_SCOPES.stream()
                .filter(scope -> !given.contains(scope))
                .toList();
        return missing.isEmpty()
                ? new Finding("bot.scopes", String.join(",", new TreeSet<>(given)), null)
                : new Finding(
                        "bot.scopes",
                        "without " + String.join(",", missing),
                        "reinstall the app with the manifest that seks slack init prints");
    }

    private static Finding channel(SlackApi bot, String channel) throws AwayException, InterruptedException {
        String check = "channel." + channel;
        if (ChannelPlan.channelFault(channel).isPresent()) {
            return new Finding(
                    check, "no id of a channel", "take the id from the channel's details, such as C024BE7LR");
        }
        SlackAnswer answer = answer(bot.read("conversations.history", Map.of("channel", channel, "limit", "1")));
        return answer instanceof SlackAnswer.Refused refused
                ? refused(check, refused)
                : new Finding(check, "the app is in it", null);
    }

    /** Looks at an app-level token: whether Socket Mode could connect with it. */
    public List<Finding> app(String token) throws AwayException, InterruptedException {
        SlackAnswer answer = answer(new SlackApi(http, api, token).read("apps.connections.open", Map.of()));
        if (answer instanceof SlackAnswer.Refused refused) {
            String cure = refused.error().equals("missing_scope")
                    ? "make an app-level token with the scope connections:write"
                    : "make an app-level token with the scope connections:write, and switch Socket Mode on";
            return List.of(new Finding("app.token", refused.error(), cure));
        }
        return List.of(new Finding("app.token", "Socket Mode can connect", null));
    }

    private static Finding refused(String check, SlackAnswer.Refused refused) {
        return new Finding(check, refused.error(), CardCalls.cure(refused));
    }

    private static SlackAnswer answer(SlackAnswer answer) throws AwayException {
        if (answer instanceof SlackAnswer.Later later) {
            throw new AwayException(
                    "Slack has too many calls, try again in " + later.after().toSeconds() + " s");
        } else if (answer instanceof SlackAnswer.Away away) {
            throw new AwayException("Slack cannot be reached: " + away.why());
        } else if (answer instanceof SlackAnswer.Unclear unclear) {
            throw new AwayException("Slack does not answer: " + unclear.why());
        }
        return answer;
    }
}
