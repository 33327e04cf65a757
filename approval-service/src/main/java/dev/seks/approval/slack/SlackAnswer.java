// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Set;

/** What Slack made of a call. */
sealed interface SlackAnswer {

    /**
     * It was done.
     *
     * @param scopes of the token, as Slack names them; empty when it does not
     */
    record Done(JsonNode body, Set<String> scopes) implements SlackAnswer {}

    /** Slack had too many calls and did nothing; it asks to come again {@code after} that time. */
    record Later(Duration after) implements SlackAnswer {}

    /** Slack did nothing and says why, in a word of its own such as {@code channel_not_found}. */
    record Refused(String error) implements SlackAnswer {}

    /** Slack was not reached, so it did nothing. */
    record Away(String why) implements SlackAnswer {}

    /** Slack may have done it, or not. */
    record Unclear(String why) implements SlackAnswer {}
}
