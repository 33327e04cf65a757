// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What Slack is answered when it reports what people do with cards. */
public sealed interface SlackReply {

    /** It is taken; {@code body}: what Slack is to show, or null for nothing. */
    record Taken(@Nullable ObjectNode body) implements SlackReply {}

    /** It is not signed by Slack, or not now. */
    record NotSigned() implements SlackReply {}

    /** It is nothing that people do with our cards. */
    record Malformed() implements SlackReply {}

    /** Too much waits already. */
    record Busy() implements SlackReply {}
}
