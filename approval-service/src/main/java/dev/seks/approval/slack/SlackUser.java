// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import java.util.regex.Pattern;

/** A user of a Slack workspace; user ids are unique only within their team. */
public record SlackUser(String team, String user) {
    private static final Pattern ID = Pattern.compile("[A-Z][A-Z0-9]{1,31}");

    public SlackUser {
        if (!ID.matcher(team).matches() || !ID.matcher(user).matches()) {
            throw new IllegalArgumentException("no Slack team and user id, expected such as T024BE7LD and U2147483697");
        }
    }

    /** From the form in which policies name one: {@code T024BE7LD/U2147483697}. */
    public static SlackUser parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("no Slack user, expected team/user such as T024BE7LD/U2147483697");
        }
        return new SlackUser(parts[0], parts[1]);
    }

    @Override
    public String toString() {
        return team + "/" + user;
    }
}
