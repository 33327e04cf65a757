// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import dev.seks.approval.settings.Setting;

/** Every setting of the file that says how to speak with Slack. */
public enum SlackSetting implements Setting {
    BOT_TOKEN_FILE("bot_token_file", "path", "none", "Holds the bot token, `xoxb-...`, with which cards are posted."),
    WEBHOOK_FILE(
            "webhook_file", "path", "none", "Holds the URL of an incoming webhook, to which cards are posted instead."),
    CHANNELS(
            "channels",
            "mapping",
            "none",
            "Where cards go, by `DOMAIN/GROUP`, else `DOMAIN/*`, else `*`; the values are channel ids. With a bot token."),
    APP_TOKEN_FILE(
            "app_token_file",
            "path",
            "none",
            "Holds the app-level token, `xapp-...`, with which button presses are fetched (Socket Mode)."),
    SIGNING_SECRET_FILES(
            "signing_secret_files",
            "list of paths",
            "none",
            "Hold the app's signing secret, two while it is rotated; button presses then come to `/slack/actions`."),
    API_URL(
            "api_url",
            "https URL",
            "https://slack.com/api/",
            "Slack's Web API; `https://slack-gov.com/api/` for GovSlack.");

    private final Declaration declared;

    SlackSetting(String key, String type, String fallback, String meaning) {
        this.declared = new Declaration(key, type, fallback, meaning);
    }

    @Override
    public Declaration declared() {
        return declared;
    }
}
