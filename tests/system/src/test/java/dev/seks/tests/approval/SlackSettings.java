// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.approval;

import dev.seks.approval.slack.FakeChannel;
import dev.seks.approval.slack.FakeSlack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;

/** Files that tell a service to speak with a fake Slack. */
public final class SlackSettings {
    public static final String CHANNEL = "C024BE7LR";

    private SlackSettings() {}

    /** A bot whose cards go to one channel, and whose button presses are fetched. */
    public static Path ofSocket(Path folder, FakeSlack slack) throws IOException {
        return ofSocket(folder, slack, "\"*\": " + CHANNEL);
    }

    /** The same with a channel for each domain. */
    static Path ofSocket(Path folder, FakeSlack slack, Map<String, FakeChannel> channels) throws IOException {
        return ofSocket(
                folder,
                slack,
                channels.entrySet().stream()
                        .map(entry -> entry.getKey() + "/*: " + entry.getValue().id)
                        .collect(Collectors.joining(", ")));
    }

    private static Path ofSocket(Path folder, FakeSlack slack, String channels) throws IOException {
        secret(folder.resolve("bot"), FakeSlack.BOT_TOKEN);
        secret(folder.resolve("app"), FakeSlack.APP_TOKEN);
        return Files.writeString(folder.resolve("slack.yaml"), """
                bot_token_file: bot
                app_token_file: app
                channels: { %s }
                api_url: %s
                """.formatted(channels, slack.api()));
    }

    /** A webhook, whose cards have no buttons that decide. */
    public static Path ofWebhook(Path folder, FakeSlack slack) throws IOException {
        secret(folder.resolve("webhook"), slack.webhook().toString());
        return Files.writeString(folder.resolve("slack.yaml"), "webhook_file: webhook\n");
    }

    /** A bot whose cards go to one channel, and whose button presses come over HTTP. */
    static Path ofUrl(Path folder, FakeSlack slack) throws IOException {
        secret(folder.resolve("bot"), FakeSlack.BOT_TOKEN);
        secret(folder.resolve("signing"), FakeSlack.SIGNING_SECRET);
        return Files.writeString(folder.resolve("slack.yaml"), """
                bot_token_file: bot
                signing_secret_files: [signing]
                channels: { "*": %s }
                api_url: %s
                """.formatted(CHANNEL, slack.api()));
    }

    static void secret(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }
}
