// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mail address of the plainest kind: a dot-atom, an at sign and a domain name. No quotes, comments, groups, display
 * names, address literals, and none of the characters by which old servers were told to send mail on elsewhere.
 *
 * @param domain in lower case
 */
public record MailAddress(String local, String domain) {
    static final int MAX_LENGTH = 254;

    private static final String ATOM = "[A-Za-z0-9#$&'*+/=?^_`{|}~-]+";
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern DOMAIN = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
    private static final Pattern ADDRESS =
            Pattern.compile("(" + ATOM + "(?:\\." + ATOM + ")*)@(" + DOMAIN.pattern() + ")");
    private static final int MAX_LOCAL_LENGTH = 64;

    /** The address written so; empty if it is none of the plain kind. */
    public static Optional<MailAddress> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Matcher matcher = ADDRESS.matcher(text);
        return matcher.matches() && matcher.group(1).length() <= MAX_LOCAL_LENGTH
                ? Optional.of(new MailAddress(matcher.group(1), matcher.group(2).toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }

    static boolean isDomain(String text) {
        return text.length() <= MAX_LENGTH && DOMAIN.matcher(text).matches();
    }

    @Override
    public String toString() {
        return local + "@" + domain;
    }
}
