// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Slack's methods about the messages of one channel, and what its refusals of them mean. */
final class CardCalls {
    private static final Set<String> GONE = Set.of("message_not_found");

    /** Slack keeps the message as it is, whatever is sent. */
    private static final Set<String> FIXED = Set.of("cant_update_message", "edit_window_closed", "cant_delete_message");

    /** It is about this message, not about the channel or the token. */
    private static final Set<String> UNSHOWABLE = Set.of(
            "invalid_blocks",
            "invalid_blocks_format",
            "msg_blocks_too_long",
            "msg_too_long",
            "too_many_attachments",
            "no_text",
            "invalid_arguments",
            "invalid_array_arg",
            "invalid_charset",
            "invalid_json",
            "json_not_object");

    private final SlackApi api;
    private final String channel;

    CardCalls(SlackApi api, String channel) {
        this.api = api;
        this.channel = channel;
    }

    SlackAnswer post(ObjectNode message) throws InterruptedException {
        ObjectNode arguments = message.deepCopy().put("channel", channel);
        arguments.put("unfurl_links", false).put("unfurl_media", false);
        return api.write("chat.postMessage", arguments);
    }

    SlackAnswer update(String ts, ObjectNode message) throws InterruptedException {
        return api.write(
                "chat.update", message.deepCopy().put("channel", channel).put("ts", ts));
    }

    SlackAnswer delete(String ts) throws InterruptedException {
        return api.write(
                "chat.delete",
                JsonNodeFactory.instance.objectNode().put("channel", channel).put("ts", ts));
    }

    /** The message is not there any more. */
    static boolean isGone(SlackAnswer.Refused refused) {
        return GONE.contains(refused.error());
    }

    static boolean isFixed(SlackAnswer.Refused refused) {
        return FIXED.contains(refused.error());
    }

    static boolean isUnshowable(SlackAnswer.Refused refused) {
        return UNSHOWABLE.contains(refused.error());
    }

    /** What a person can do about a refusal. */
    static String cure(SlackAnswer.Refused refused) {
        return switch (refused.error()) {
            case "not_in_channel" -> "invite the app into the channel";
            case "channel_not_found" -> "is the channel's id right, and is the app in it?";
            case "is_archived" -> "name another channel";
            case "missing_scope" -> "reinstall the app with the manifest of seks slack init";
            case "invalid_auth",
                    "not_authed",
                    "account_inactive",
                    "token_revoked",
                    "token_expired",
                    "not_a_bot_token" -> "give the token of the app as it is installed now";
            default -> "see what Slack says about this error";
        };
    }
}
