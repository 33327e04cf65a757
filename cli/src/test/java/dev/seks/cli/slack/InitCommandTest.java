// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.gson.Gson;
import com.slack.api.SlackConfig;
import com.slack.api.model.manifest.AppManifest;
import com.slack.api.util.json.GsonFactory;
import dev.seks.approval.slack.FakeSlack;
import dev.seks.approval.slack.Fault;
import dev.seks.cli.CommandRun;
import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.SourceFile;
import dev.seks.schemas.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

class InitCommandTest {
    private static final Map<String, String> TOKENS =
            Map.of("SLACK_BOT_TOKEN", FakeSlack.BOT_TOKEN, "SLACK_APP_TOKEN", FakeSlack.APP_TOKEN);

    @TempDir
    private Path folder;

    private final FakeSlack slack = new FakeSlack();

    @AfterEach
    void stop() {
        slack.close();
    }

    @Test
    void printsTheManifestOfAnAppWithSocketMode() throws IOException {
        CommandRun run = run(Map.of(), "", "--name", "seks of acme");

        AppManifest manifest = manifest(new JsonMapper().valueToTree(new Yaml().load(run.out())));
        assertThat(run.code()).isZero();
        assertThat(manifest.getDisplayInformation().getName()).isEqualTo("seks of acme");
        assertThat(manifest.getOauthConfig().getScopes().getBot())
                .containsExactly("chat:write", "channels:history", "groups:history");
        assertThat(manifest.getSettings().getSocketModeEnabled()).isTrue();
        assertThat(manifest.getSettings().getInteractivity().getIsEnabled()).isTrue();
        assertThat(manifest.getSettings().getInteractivity().getRequestUrl()).isNull();
        assertThat(YamlReader.read(new SourceFile("manifest.yaml", run.out()), new Faults()))
                .isNotNull();
        assertThat(run.err()).contains("api.slack.com/apps");
    }

    @Test
    void printsTheManifestOfAnAppThatCallsUs() throws IOException {
        CommandRun run = run(Map.of(), "", "--mode", "url", "--url", "https://inbox.acme.example", "--json");

        assertThat(run.lines()).hasSize(1);
        AppManifest manifest = manifest(new JsonMapper().readTree(run.out()));
        assertThat(manifest.getSettings().getSocketModeEnabled()).isFalse();
        assertThat(manifest.getSettings().getInteractivity().getRequestUrl())
                .isEqualTo("https://inbox.acme.example/slack/actions");
    }

    @Test
    void printsTheManifestOfAnAppWithAWebhook() throws IOException {
        AppManifest manifest = manifest(new JsonMapper()
                .readTree(run(Map.of(), "", "--mode", "webhook", "--json").out()));

        assertThat(manifest.getOauthConfig().getScopes().getBot()).containsExactly("incoming-webhook");
        assertThat(manifest.getSettings().getInteractivity().getIsEnabled()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--mode url | --url is missing, expected https",
                "--mode url --url http://inbox.acme.example | expected https",
                "--mode telepathy | expected one of",
                "--name seks<b> | expected at most 35 letters",
                "--channel C024BE7LR | there is no token to look with",
                "--stdin | there is no token to look with"
            })
    void saysWhatIsWrongWithItsUse(String options, String message) {
        CommandRun run = run(Map.of(), "", options.split(" "));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    @Test
    void findsThatAllIsWell() {
        slack.channel("C024BE7LR");

        CommandRun run = run(TOKENS, "", "--channel", "C024BE7LR");

        assertThat(run.code()).isZero();
        assertThat(run.lines())
                .containsExactly(
                        "ok     bot.token: seks in acme (T024BE7LD)",
                        "ok     bot.scopes: channels:history,chat:write,groups:history",
                        "ok     channel.C024BE7LR: the app is in it",
                        "ok     app.token: Socket Mode can connect");
        assertThat(slack.calls("chat.postMessage")).isZero();
    }

    @Test
    void namesEveryFindingAndItsCure() throws IOException {
        slack.scopes = "chat:write,channels:history";
        slack.channel("C024BE7LR").member(false);
        slack.failNext("apps.connections.open", new Fault.Error("missing_scope"));

        CommandRun run = run(
                Map.of(),
                FakeSlack.BOT_TOKEN + "\n" + FakeSlack.APP_TOKEN + "\n",
                "--stdin",
                "--channel",
                "C024BE7LR",
                "--channel",
                "C0AWAY",
                "--channel",
                "#general",
                "--json");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lines()).hasSize(6);
        JsonNode scopes = new JsonMapper().readTree(run.lines().get(1));
        assertThat(scopes.get("ok").asBoolean()).isFalse();
        assertThat(scopes.get("found").asText()).isEqualTo("without groups:history");
        assertThat(scopes.get("cure").asText()).contains("manifest");
        assertThat(run.out())
                .contains("\"check\":\"channel.C024BE7LR\",\"ok\":false,\"found\":\"not_in_channel\"")
                .contains("invite the app into the channel")
                .contains("\"check\":\"channel.C0AWAY\",\"ok\":false,\"found\":\"channel_not_found\"")
                .contains("no id of a channel")
                .contains("connections:write");
    }

    @Test
    void looksAtWhatTheSettingsName() throws IOException {
        slack.channel("C024BE7LR");
        secret("bot", FakeSlack.BOT_TOKEN);
        secret("app", FakeSlack.APP_TOKEN);
        Path settings = Files.writeString(folder.resolve("slack.yaml"), """
                bot_token_file: bot
                app_token_file: app
                channels: { "*": C024BE7LR }
                api_url: %s
                """.formatted(slack.api()));

        CommandRun run = run(Map.of(), "", "--settings", settings.toString());

        assertThat(run.code()).isZero();
        assertThat(run.lines()).hasSize(4);
    }

    @Test
    void saysWhatIsWrongWithTheSettings() throws IOException {
        Path settings = Files.writeString(folder.resolve("slack.yaml"), "bot_token: x\n");

        CommandRun run = run(Map.of(), "", "--settings", settings.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("unknown key bot_token");
        assertThat(run(Map.of(), "", "--settings", folder.resolve("none").toString())
                        .err())
                .contains("cannot read");
    }

    @Test
    void tellsAnOutageFromAFinding() {
        slack.failNext("auth.test", new Fault.Status(503, 0));
        assertThat(run(TOKENS, "").code()).isEqualTo(2);

        slack.failNext("auth.test", new Fault.Status(429, 30));
        CommandRun limited = run(TOKENS, "");
        assertThat(limited.code()).isEqualTo(2);
        assertThat(limited.err()).contains("try again in 30 s");
    }

    @Test
    void neverRepeatsAToken() {
        Map<String, String> wrong = Map.of("SLACK_BOT_TOKEN", "xoxp-a-token-of-a-user");

        for (CommandRun run : new CommandRun[] {
            run(wrong, ""),
            run(Map.of(), "xoxp-a-token-of-a-user", "--stdin"),
            run(TOKENS, ""),
            run(TOKENS, "", "--json")
        }) {
            assertThat(run.out() + run.err()).doesNotContain("xoxp-a-token", FakeSlack.BOT_TOKEN, FakeSlack.APP_TOKEN);
        }
        assertThat(run(wrong, "").code()).isEqualTo(2);
        assertThat(run(wrong, "").err()).contains("SLACK_BOT_TOKEN holds no such token");
    }

    @Test
    void printsTheManifestThoughThereAreTokens() {
        assertThat(run(TOKENS, "", "--manifest").out()).contains("display_information:");
    }

    @Test
    void isPartOfTheCommandLine() {
        assertThat(CommandRun.of("slack").err()).contains("expected slack init");
        assertThat(CommandRun.of("slack", "init", "--help").out()).contains("Without tokens: print the manifest");
    }

    private CommandRun run(Map<String, String> environment, String in, String... options) {
        boolean named = Arrays.asList(options).contains("--settings");
        String[] all = Stream.concat(
                        Arrays.stream(options),
                        named ? Stream.of() : Stream.of("--api", slack.api().toString()))
                .toArray(String[]::new);
        return InitRun.of(environment, in, all);
    }

    private static AppManifest manifest(JsonNode json) {
        SlackConfig strict = new SlackConfig();
        strict.setFailOnUnknownProperties(true);
        Gson gson = GsonFactory.createSnakeCase(strict);
        return gson.fromJson(json.toString(), AppManifest.class);
    }

    private void secret(String name, String text) throws IOException {
        Path file = Files.createFile(
                folder.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }
}
