// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

import java.net.URI;
import java.util.Locale;

/**
 * Where a credential is about to be sent.
 *
 * @param host as the catalogue writes it, in lower case; an IPv6 address in brackets
 * @param encrypted whether the connection is TLS from the first byte or from before the credential is sent
 */
public record Destination(String host, int port, boolean encrypted) {
    private static final int HTTP_PORT = 80;

    public Destination {
        host = host.toLowerCase(Locale.ROOT);
    }

    /** Where calls to a base URL of {@code http} or {@code https} go. */
    public static Destination of(URI url) {
        boolean encrypted = "https".equalsIgnoreCase(url.getScheme());
        int standard = encrypted ? BoundHost.STANDARD_PORT : HTTP_PORT;
        return new Destination(String.valueOf(url.getHost()), url.getPort() < 0 ? standard : url.getPort(), encrypted);
    }

    @Override
    public String toString() {
        return (encrypted ? "" : BoundHost.PLAIN) + host + ":" + port;
    }
}
