// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackConfigTest {
    @TempDir
    private Path folder;

    @Test
    void readsABotWithSocketMode() throws IOException {
        SlackConfig config = read("""
                bot_token_file: secrets/bot
                app_token_file: secrets/app
                channels:
                  "*": C024BE7LR
                  acme/*: C024BE7LS
                  acme/security: G024BE7LT
                """);

        assertThat(config.botTokenFile()).isEqualTo(folder.resolve("secrets/bot"));
        assertThat(config.appTokenFile()).isEqualTo(folder.resolve("secrets/app"));
        assertThat(config.channels().byGroup())
                .isEqualTo(Map.of("*", "C024BE7LR", "acme/*", "C024BE7LS", "acme/security", "G024BE7LT"));
        assertThat(config.signingSecretFiles()).isEmpty();
        assertThat(config.api()).isEqualTo(URI.create("https://slack.com/api/"));
    }

    @Test
    void readsAWebhookWithTwoSigningSecrets() throws IOException {
        SlackConfig config = read("""
                webhook_file: webhook
                signing_secret_files: [new, old]
                api_url: https://slack-gov.com/api/
                """);

        assertThat(config.webhookFile()).isEqualTo(folder.resolve("webhook"));
        assertThat(config.signingSecretFiles()).containsExactly(folder.resolve("new"), folder.resolve("old"));
        assertThat(config.api().getHost()).isEqualTo("slack-gov.com");
    }

    @Test
    void namesEveryFaultAtOnceAndWhereItIs() {
        assertThatThrownBy(() -> read("""
                        bot_token_file: [bot]
                        bot_token_fil: x
                        channels:
                          ACME/ops: C024BE7LR
                          acme: general
                        """))
                .hasMessageContaining("slack.yaml:1:")
                .hasMessageContaining("bot_token_file is a list, expected text")
                .hasMessageContaining("did you mean bot_token_file")
                .hasMessageContaining("channels for 'ACME/ops', expected *, DOMAIN/* or DOMAIN/GROUP")
                .hasMessageContaining("channel 'general', expected the id of one");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "channels: { '*': C024BE7LR } | neither bot_token_file and webhook_file, expected one",
                "{ bot_token_file: a, webhook_file: b, channels: { '*': C024BE7LR } } | both bot_token_file and",
                "bot_token_file: a | a bot token without channels",
                "{ webhook_file: b, channels: { '*': C024BE7LR } } | channels without a bot token",
                "{ webhook_file: b, signing_secret_files: [c, d, e] } | 3 signing secrets, expected at most 2",
                "{ webhook_file: b, api_url: 'http://slack.com/api/' } | expected an https URL that ends with /",
                "{ webhook_file: b, api_url: 'https://slack.com/api' } | expected an https URL that ends with /",
                "{ webhook_file: b, api_url: 'no url' } | expected an https URL that ends with /",
                "[] | the Slack settings is a list, expected a mapping"
            })
    void refusesSettingsThatDoNotFitTogether(String text, String fault) {
        assertThatThrownBy(() -> read(text)).hasMessageContaining(fault);
    }

    @Test
    void readsSecretsAndNamesEveryFaultButNoSecret() {
        Map<String, String> files = Map.of(
                "bot", "xoxp-a-token-of-a-user",
                "app", "xapp-1-fine",
                "hook", "http://hooks.slack.com/services/secret");
        SlackConfig bot = SlackConfig.ofSocket(Path.of("bot"), Path.of("app"), ChannelPlan.all("C024BE7LR"));
        SlackConfig hook = SlackConfig.ofWebhook(Path.of("hook"), List.of(Path.of("missing")));

        assertThatThrownBy(() -> SlackSecrets.read(bot, file -> files.get(file.toString())))
                .hasMessageContaining("bot holds no such token, expected one that begins with xoxb-")
                .hasMessageNotContaining("xoxp");
        assertThatThrownBy(() -> SlackSecrets.read(hook, file -> {
                    if (file.endsWith("missing")) {
                        throw new IllegalArgumentException("missing is too short");
                    }
                    return files.get(file.toString());
                }))
                .hasMessageContaining("hook holds no webhook")
                .hasMessageContaining("missing is too short")
                .hasMessageNotContaining("services/secret");
    }

    @Test
    void neverShowsASecret() {
        SlackSecrets secrets = new SlackSecrets(
                "xoxb-1234567890", URI.create("https://hooks.slack.com/services/1"), "xapp-1", List.of("signing"));

        assertThat(secrets.toString()).isEqualTo("SlackSecrets[[redacted]]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"xoxb-", "xoxb-1\n2222222", "xoxb-1 22222222", "xoxp-1-22222222", " xoxb-1-2222222"})
    void takesNothingForATokenThatCouldNotStandInAHeader(String text) {
        assertThat(SlackSecrets.isToken(text, SlackSecrets.BOT_TOKEN)).isFalse();
    }

    private SlackConfig read(String text) throws IOException {
        return SlackConfigFile.read(Files.writeString(folder.resolve("slack.yaml"), text));
    }
}
