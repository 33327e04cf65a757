// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import dev.seks.approval.delivery.HttpSender;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What must stay between Slack and this service.
 *
 * @param signing the app's signing secrets, any of which may have signed
 */
public record SlackSecrets(
        @Nullable String botToken,
        @Nullable URI webhook,
        @Nullable String appToken,
        List<String> signing) {

    static final String BOT_TOKEN = "xoxb-";
    static final String APP_TOKEN = "xapp-";

    public SlackSecrets {
        signing = List.copyOf(signing);
    }

    /**
     * Reads the files that the settings name, each with {@code read}.
     *
     * @throws IllegalArgumentException that names all files that do not hold what they should, and nothing in them
     */
    public static SlackSecrets read(SlackConfig config, Function<Path, String> read) {
        List<String> faults = new ArrayList<>();
        Reader reader = new Reader(read, faults);
        String bot = reader.token(config.botTokenFile(), BOT_TOKEN);
        String app = reader.token(config.appTokenFile(), APP_TOKEN);
        URI webhook = reader.webhook(config.webhookFile());
        List<String> signing = config.signingSecretFiles().stream()
                .map(file -> reader.text(file).orElse(""))
                .toList();
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
        return new SlackSecrets(bot, webhook, app, signing);
    }

    private record Reader(Function<Path, String> read, List<String> faults) {
        Optional<String> text(@Nullable Path file) {
            try {
                return Optional.ofNullable(file).map(read);
            } catch (IllegalArgumentException e) {
                faults.add(String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        }

        @Nullable
        String token(@Nullable Path file, String prefix) {
            Optional<String> text = text(file);
            if (text.isPresent() && !isToken(text.get(), prefix)) {
                faults.add(file + " holds no such token, expected one that begins with " + prefix);
            }
            return text.orElse(null);
        }

        @Nullable
        URI webhook(@Nullable Path file) {
            UnaryOperator<URI> safe = url -> {
                if (!HttpSender.isSafe(url)) {
                    throw new IllegalArgumentException("not safe");
                }
                return url;
            };
            Optional<String> text = text(file);
            try {
                return text.map(URI::create).map(safe).orElse(null);
            } catch (IllegalArgumentException e) {
                faults.add(file + " holds no webhook, expected https://hooks.slack.com/services/...");
                return null;
            }
        }
    }

    /** Whether it has the form of a token of that kind; such a token can stand in a header. */
    static boolean isToken(String text, String prefix) {
        return text.startsWith(prefix) && text.matches("[A-Za-z0-9-]{10,512}");
    }

    @Override
    public String toString() {
        return "SlackSecrets[[redacted]]";
    }
}
