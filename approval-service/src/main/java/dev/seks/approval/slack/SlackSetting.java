// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Every setting of the file that says how to speak with Slack. */
public enum SlackSetting {
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

    private final String key;
    private final String type;
    private final String fallback;
    private final String meaning;

    SlackSetting(String key, String type, String fallback, String meaning) {
        this.key = key;
        this.type = type;
        this.fallback = fallback;
        this.meaning = meaning;
    }

    /** As it is written in the file. */
    public String key() {
        return key;
    }

    public String type() {
        return type;
    }

    /** What holds when it is not set. */
    public String fallback() {
        return fallback;
    }

    /** One sentence for the reference. */
    public String meaning() {
        return meaning;
    }

    static Set<String> keys() {
        return Arrays.stream(values()).map(SlackSetting::key).collect(Collectors.toUnmodifiableSet());
    }
}
