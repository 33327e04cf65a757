// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the service speaks with Slack.
 *
 * @param webhook where cards are posted, itself a secret; null to post none
 * @param signingSecretFiles hold the app's signing secret, mode 0600; two while it is being rotated; none to take no
 *     button presses
 * @param people the person, by the name that the policy uses, behind each Slack user; anyone else decides nothing
 */
public record SlackConfig(@Nullable URI webhook, List<Path> signingSecretFiles, Map<SlackUser, String> people) {
    private static final int MAX_SECRETS = 2;
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost");

    public SlackConfig {
        signingSecretFiles = List.copyOf(signingSecretFiles);
        people = Map.copyOf(people);
        if (signingSecretFiles.size() > MAX_SECRETS) {
            throw new IllegalArgumentException(
                    signingSecretFiles.size() + " Slack signing secrets, expected at most " + MAX_SECRETS);
        }
        if (webhook != null && !isSafe(webhook)) {
            throw new IllegalArgumentException(
                    "a Slack webhook that is not https, expected https://hooks.slack.com/...");
        }
    }

    /** Posts cards and takes no button presses. */
    public static SlackConfig postingTo(URI webhook) {
        return new SlackConfig(webhook, List.of(), Map.of());
    }

    private static boolean isSafe(URI url) {
        return url.getHost() != null
                && ("https".equals(url.getScheme())
                        || "http".equals(url.getScheme()) && LOOPBACK.contains(url.getHost()));
    }

    @Override
    public String toString() {
        return "SlackConfig[webhook=" + (webhook == null ? "none" : "[redacted]") + ", people=" + people.size() + "]";
    }
}
