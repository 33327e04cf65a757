// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The mail server of a service, whom its mail is from and whom it may go to.
 *
 * @param fromName shown beside the address; null if there is none
 * @param recipients domains, each meaning itself and no subdomain, and whole addresses
 * @param maxRecipients of one message
 */
public record MailServer(
        String host,
        int port,
        Security security,
        MailAddress from,
        @Nullable String fromName,
        List<String> recipients,
        int maxRecipients) {
    public static final int DEFAULT_MAX_RECIPIENTS = 10;
    public static final int MAX_RECIPIENTS = 100;

    /** How the connection is kept private. */
    public enum Security {
        /** TLS from the first byte. */
        IMPLICIT(465),
        /** TLS after STARTTLS; a server that does not offer it gets nothing. */
        STARTTLS(587),
        /** None; for private addresses only. */
        NONE(25);

        private final int defaultPort;

        Security(int defaultPort) {
            this.defaultPort = defaultPort;
        }

        int defaultPort() {
            return defaultPort;
        }
    }

    public MailServer {
        recipients = List.copyOf(recipients);
    }

    /** The address, if mail may go to it. */
    public Optional<MailAddress> recipient(String text) {
        return MailAddress.parse(text)
                .filter(a -> recipients.contains(a.domain()) || recipients.contains(a.toString()));
    }
}
