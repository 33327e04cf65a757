// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.slack;

import dev.seks.approval.SecretFile;
import dev.seks.approval.slack.SlackCheck;
import dev.seks.approval.slack.SlackConfig;
import dev.seks.approval.slack.SlackConfigFile;
import dev.seks.approval.slack.SlackSecrets;
import dev.seks.cli.fault.EnvironmentFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tokens to look at, and what to look at with them. They come from a file, the environment or standard input; never from
 * the command line, which every process on the machine can read.
 */
record GivenTokens(@Nullable String bot, @Nullable String app, Set<String> channels, Optional<URI> api) {

    static final String BOT = "SLACK_BOT_TOKEN";
    static final String APP = "SLACK_APP_TOKEN";
    private static final int MAX_BYTES = 8 * 1024;

    GivenTokens {
        channels = Set.copyOf(channels);
    }

    static GivenTokens of(Map<String, String> environment) {
        return new GivenTokens(
                checked(environment.get(BOT), BOT), checked(environment.get(APP), APP), Set.of(), Optional.empty());
    }

    /** One token on each line; what kind it is shows how it begins. */
    static GivenTokens read(InputStream in) {
        String bot = null;
        String app = null;
        for (String line : text(in).split("\\R")) {
            String token = line.strip();
            if (SlackCheck.isBotToken(token)) {
                bot = token;
            } else if (SlackCheck.isAppToken(token)) {
                app = token;
            } else if (!token.isEmpty()) {
                throw EnvironmentFault.of("a line of standard input is no token, expected xoxb-... or xapp-...");
            }
        }
        return new GivenTokens(bot, app, Set.of(), Optional.empty());
    }

    private static String text(InputStream in) {
        try {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw EnvironmentFault.because("standard input cannot be read", e);
        }
    }

    /** Those that the settings of the service name. */
    static GivenTokens of(Path settings) {
        try {
            SlackConfig config = SlackConfigFile.read(settings);
            SlackSecrets secrets = SlackSecrets.read(config, SecretFile::read);
            return new GivenTokens(
                    secrets.botToken(), secrets.appToken(), config.channels().channels(), Optional.of(config.api()));
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw EnvironmentFault.because(String.valueOf(e.getMessage()), e);
        }
    }

    /** The same with these channels too. */
    GivenTokens and(Set<String> more) {
        Set<String> all = new TreeSet<>(channels);
        all.addAll(more);
        return new GivenTokens(bot, app, all, api);
    }

    boolean isEmpty() {
        return bot == null && app == null;
    }

    private static @Nullable String checked(@Nullable String token, String name) {
        boolean right =
                token == null || (name.equals(BOT) ? SlackCheck.isBotToken(token) : SlackCheck.isAppToken(token));
        if (!right && !token.isEmpty()) {
            throw EnvironmentFault.of(name + " holds no such token, expected "
                    + (name.equals(BOT) ? "one that begins with xoxb-" : "one that begins with xapp-"));
        }
        return token == null || token.isEmpty() ? null : token;
    }

    @Override
    public String toString() {
        return "GivenTokens[[redacted]]";
    }
}
