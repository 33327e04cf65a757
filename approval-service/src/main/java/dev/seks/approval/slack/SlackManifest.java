// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The manifest of a Slack app (docs.slack.dev, App manifest reference) as seks needs it, and no wider. */
public final class SlackManifest {
    /** To post, to find our cards again in public channels, and in private ones. */
    public static final List<String> BOT_SCOPES = List.of("chat:write", "channels:history", "groups:history");

    /** To post to one channel that is chosen when the app is installed. */
    public static final List<String> WEBHOOK_SCOPES = List.of("incoming-webhook");

    /** Where Slack reports button presses over HTTP. */
    public static final String PATH = "/slack/actions";

    /** Longest name that Slack takes. */
    public static final int MAX_NAME = 35;

    private SlackManifest() {}

    /** An app whose bot posts and whose button presses are fetched by Socket Mode. */
    public static ObjectNode ofSocket(String name) {
        return manifest(name, BOT_SCOPES, null, true);
    }

    /** An app whose bot posts and whose button presses come to {@code publicUrl}. */
    public static ObjectNode ofUrl(String name, URI publicUrl) {
        return manifest(name, BOT_SCOPES, publicUrl, false);
    }

    /** An app with a webhook; button presses come to {@code publicUrl}, or are not taken when it is null. */
    public static ObjectNode ofWebhook(String name, @Nullable URI publicUrl) {
        return manifest(name, WEBHOOK_SCOPES, publicUrl, false);
    }

    private static ObjectNode manifest(String name, List<String> scopes, @Nullable URI publicUrl, boolean socket) {
        if (name.isBlank() || name.length() > MAX_NAME || !name.matches("[\\p{L}\\p{N} ._-]+")) {
            throw new IllegalArgumentException("app name '" + name + "', expected at most " + MAX_NAME
                    + " letters, digits, blanks, '.', '_', '-'");
        }
        ObjectNode manifest = JsonNodeFactory.instance.objectNode();
        manifest.putObject("display_information")
                .put("name", name)
                .put("description", "Asks people before AI agents act")
                .put("background_color", "#1f2933");
        manifest.putObject("features")
                .putObject("bot_user")
                .put("display_name", name)
                .put("always_online", false);
        ObjectNode oauth = manifest.putObject("oauth_config").putObject("scopes");
        scopes.forEach(oauth.putArray("bot")::add);
        ObjectNode settings = manifest.putObject("settings");
        ObjectNode interactivity = settings.putObject("interactivity").put("is_enabled", socket || publicUrl != null);
        if (publicUrl != null) {
            interactivity.put("request_url", publicUrl.resolve(PATH).toString());
        }
        settings.put("org_deploy_enabled", false);
        settings.put("socket_mode_enabled", socket);
        settings.put("token_rotation_enabled", false);
        return manifest;
    }
}
