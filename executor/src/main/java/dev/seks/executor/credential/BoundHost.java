// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One host that a credential may be sent to, written {@code HOST} or {@code HOST:PORT}: exactly this name, exactly this
 * port, and only over TLS. {@code plain://HOST:PORT} permits that host without TLS, for services on a network that the
 * operator trusts. There are no wildcards: whoever can have a name made under a suffix could collect what is bound to it.
 *
 * @param encrypted whether TLS is asked for
 */
public record BoundHost(String host, int port, boolean encrypted) {
    /** The port where none is written. */
    static final int STANDARD_PORT = 443;

    static final String PLAIN = "plain://";

    private static final int MAX_PORT = 65_535;
    private static final int MAX_HOST_LENGTH = 253;
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern FORM = Pattern.compile(
            "(" + PLAIN + ")?(" + LABEL + "(?:\\." + LABEL + ")*|\\[[0-9a-f:.]{2,45}])(?::([1-9][0-9]{0,4}))?");

    /** The host written so; empty when it is none. */
    public static Optional<BoundHost> parse(String text) {
        Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!form.matches() || form.group(2).length() > MAX_HOST_LENGTH) {
            return Optional.empty();
        }
        boolean encrypted = form.group(1) == null;
        if (form.group(3) == null) {
            return encrypted ? Optional.of(new BoundHost(form.group(2), STANDARD_PORT, true)) : Optional.empty();
        }
        int port = Integer.parseInt(form.group(3));
        return port > MAX_PORT ? Optional.empty() : Optional.of(new BoundHost(form.group(2), port, encrypted));
    }

    /** What {@link #parse} accepts, for messages. */
    public static String form() {
        return "HOST, HOST:PORT or " + PLAIN + "HOST:PORT, without wildcards";
    }

    /** Whether what is bound to this host may be sent there. */
    public boolean covers(Destination destination) {
        return host.equals(destination.host()) && port == destination.port() && (destination.encrypted() || !encrypted);
    }

    /** As it is written. */
    @Override
    public String toString() {
        return (encrypted ? "" : PLAIN) + host + (encrypted && port == STANDARD_PORT ? "" : ":" + port);
    }
}
