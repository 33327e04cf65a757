// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.signon;

import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * With whom people sign on.
 *
 * @param issuer the provider; https, or http on loopback
 * @param clientId as which the provider knows this inbox
 * @param secretFile holds the client's secret, mode 0600; null for a public client, which proves itself by PKCE alone
 * @param label what the button says, e.g. the organisation's name
 * @param inboxUrl where people reach the inbox, registered with the provider with {@code /sign-in/sso/done} after it; null
 *     for this machine alone
 */
public record SignOnConfig(
        URI issuer,
        String clientId,
        @Nullable Path secretFile,
        String label,
        @Nullable URI inboxUrl) {
    static final int MAX_TEXT = 200;
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    public SignOnConfig {
        if (!isSafe(issuer) || issuer.getRawQuery() != null || issuer.getRawFragment() != null) {
            throw new IllegalArgumentException("issuer " + issuer + ", expected an https URL without query");
        }
        if (clientId.isBlank() || clientId.length() > MAX_TEXT || label.isBlank() || label.length() > MAX_TEXT) {
            throw new IllegalArgumentException("client_id or label, expected 1 to " + MAX_TEXT + " characters");
        }
    }

    /** Whether what is said to this address stays between it and us: by https, or on this machine. */
    static boolean isSafe(@Nullable URI address) {
        if (address == null || address.getHost() == null || address.getRawUserInfo() != null) {
            return false;
        }
        return "https".equals(address.getScheme())
                || "http".equals(address.getScheme()) && LOOPBACK.contains(address.getHost());
    }
}
