// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.notice;

import dev.seks.approval.delivery.HttpSender;
import dev.seks.schemas.catalogue.MailAddress;
import dev.seks.schemas.text.Printable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How notices are mailed.
 *
 * @param user null to send without signing in
 * @param passwordFile null exactly when {@code user} is
 * @param perMinute the most mails that one instance sends in a minute
 */
public record MailConfig(
        Server server,
        MailAddress from,
        String fromName,
        @Nullable String user,
        @Nullable Path passwordFile,
        int perMinute) {

    static final int MAX_PER_MINUTE = 1_000;
    private static final int MAX_NAME = 120;
    private static final int MAX_PORT = 65_535;
    private static final String HOST = "[A-Za-z0-9:_.\\[\\]-]{1,253}";

    /** How the connection to a mail server is secured. */
    public enum Security {
        STARTTLS(587),
        TLS(465),
        NONE(25);

        private final int port;

        Security(int port) {
            this.port = port;
        }

        /** The usual port for it. */
        public int port() {
            return port;
        }
    }

    /** Where the mail server is. */
    public record Server(String host, int port, Security security) {}

    public MailConfig {
        List<String> faults = new ArrayList<>();
        if (!server.host().matches(HOST)) {
            faults.add("host " + Printable.quoted(server.host()) + ", expected the name of a mail server");
        }
        if (server.port() < 1 || server.port() > MAX_PORT) {
            faults.add("port " + server.port() + ", expected 1 to " + MAX_PORT);
        }
        if (server.security() == Security.NONE && !HttpSender.isLoopback(server.host())) {
            faults.add("security none to " + server.host() + ", expected starttls or tls: only loopback goes without");
        }
        if (fromName.isBlank()
                || fromName.length() > MAX_NAME
                || !Printable.of(fromName).equals(fromName)) {
            faults.add("from_name " + Printable.quoted(fromName) + ", expected one line of 1 to " + MAX_NAME
                    + " visible characters");
        }
        if ((user == null) != (passwordFile == null)) {
            faults.add((user == null ? "password_file without user" : "user without password_file")
                    + ", expected both or neither");
        }
        if (perMinute < 1 || perMinute > MAX_PER_MINUTE) {
            faults.add("per_minute " + perMinute + ", expected 1 to " + MAX_PER_MINUTE);
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }
}
