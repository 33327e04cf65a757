// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which request headers a catalogue may declare. Names are letters, digits and hyphens only: an underscore is read as a
 * hyphen by some servers, so a name with one could be another header's.
 */
final class HeaderNames {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,63}");

    /** Headers that frame or route the request, or say who sent it on whose behalf. */
    private static final Set<String> RESERVED = Set.of(
            "host",
            "connection",
            "content-length",
            "content-encoding",
            "accept-encoding",
            "transfer-encoding",
            "upgrade",
            "te",
            "trailer",
            "expect",
            "keep-alive",
            "http2-settings",
            "forwarded",
            "via",
            "x-real-ip",
            "x-method-override");

    private static final List<String> RESERVED_PREFIXES =
            List.of("proxy-", "x-forwarded-", "x-http-method", "x-original-", "x-rewrite-");

    /** Headers that carry a credential. */
    private static final Set<String> SECRET = Set.of("authorization", "cookie", "cookie2", "set-cookie");

    private HeaderNames() {}

    /** Whether the header may have a value of the catalogue's. */
    static boolean mayBeFixed(String name) {
        return mayCarrySecret(name) && !SECRET.contains(folded(name));
    }

    /** Whether a credential may be put into the header. */
    static boolean mayCarrySecret(String name) {
        String folded = folded(name);
        return NAME.matcher(name).matches()
                && !RESERVED.contains(folded)
                && RESERVED_PREFIXES.stream().noneMatch(folded::startsWith);
    }

    /** The name as it is compared. */
    static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
