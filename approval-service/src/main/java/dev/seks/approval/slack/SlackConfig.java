// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import dev.seks.approval.delivery.HttpSender;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the service speaks with Slack. Secrets stand in files, mode 0600; what each setting is says {@link SlackSetting}.
 *
 * @param botTokenFile null without a bot
 * @param webhookFile null without a webhook
 * @param channels where cards go, by approver group
 * @param appTokenFile null without Socket Mode
 * @param signingSecretFiles none to take no button presses over HTTP
 * @param api Slack's Web API, ending with a slash
 */
public record SlackConfig(
        @Nullable Path botTokenFile,
        @Nullable Path webhookFile,
        ChannelPlan channels,
        @Nullable Path appTokenFile,
        List<Path> signingSecretFiles,
        URI api) {

    /** How many signing secrets may hold at once: the old and the new one. */
    static final int MAX_SECRETS = 2;

    public SlackConfig {
        signingSecretFiles = List.copyOf(signingSecretFiles);
        List<String> faults = new ArrayList<>();
        if ((botTokenFile == null) == (webhookFile == null)) {
            faults.add((botTokenFile == null ? "neither" : "both") + " bot_token_file and webhook_file, expected one");
        }
        if (botTokenFile != null && channels.isEmpty()) {
            faults.add("a bot token without channels, expected where cards go, such as \"*\": C024BE7LR");
        }
        if (botTokenFile == null && !channels.isEmpty()) {
            faults.add("channels without a bot token, expected none: a webhook has a channel of its own");
        }
        if (signingSecretFiles.size() > MAX_SECRETS) {
            faults.add(signingSecretFiles.size() + " signing secrets, expected at most " + MAX_SECRETS);
        }
        if (!HttpSender.isSafe(api) || !api.getPath().endsWith("/")) {
            faults.add("api_url " + api + ", expected an https URL that ends with /");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }

    /** Cards to a webhook; button presses over HTTP when there are signing secrets. */
    public static SlackConfig ofWebhook(Path webhookFile, List<Path> signingSecretFiles) {
        return new SlackConfig(null, webhookFile, ChannelPlan.none(), null, signingSecretFiles, SlackApi.SLACK);
    }

    /** Cards by a bot, button presses by Socket Mode, so that Slack needs not reach us. */
    public static SlackConfig ofSocket(Path botTokenFile, Path appTokenFile, ChannelPlan channels) {
        return new SlackConfig(botTokenFile, null, channels, appTokenFile, List.of(), SlackApi.SLACK);
    }

    /** Cards by a bot, button presses over HTTP. */
    public static SlackConfig ofUrl(Path botTokenFile, List<Path> signingSecretFiles, ChannelPlan channels) {
        return new SlackConfig(botTokenFile, null, channels, null, signingSecretFiles, SlackApi.SLACK);
    }

    /** The same against another Web API. */
    public SlackConfig at(URI otherApi) {
        return new SlackConfig(botTokenFile, webhookFile, channels, appTokenFile, signingSecretFiles, otherApi);
    }
}
