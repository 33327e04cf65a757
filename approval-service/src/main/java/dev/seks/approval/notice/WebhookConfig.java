// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.notice;

import dev.seks.approval.delivery.HttpSender;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where notices are posted.
 *
 * @param secretFiles hold the secrets that sign, one or, while it is rotated, two
 */
public record WebhookConfig(URI url, List<Path> secretFiles) {
    /** How many secrets may sign at once: the old and the new one. */
    static final int MAX_SECRETS = 2;

    public WebhookConfig {
        secretFiles = List.copyOf(secretFiles);
        List<String> faults = new ArrayList<>();
        if (!HttpSender.isSafe(url) || url.getRawFragment() != null) {
            faults.add(
                    "url of the webhook, expected https, a host and neither user nor fragment; http to loopback alone");
        }
        if (secretFiles.isEmpty() || secretFiles.size() > MAX_SECRETS) {
            faults.add(secretFiles.size() + " secret_files, expected one or, while it is rotated, " + MAX_SECRETS);
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }

    /** Without the path, which may be a secret. */
    @Override
    public String toString() {
        return "WebhookConfig[" + url.getHost() + "]";
    }
}
