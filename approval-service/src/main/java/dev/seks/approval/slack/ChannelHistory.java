// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds our own cards in a Slack channel. */
final class ChannelHistory {
    /** How many messages are asked for at once. */
    static final int PAGE = 200;

    /** How many pages are read at the most; what stands further back is not found. */
    static final int MAX_PAGES = 500;

    /** How far Slack's clock may be behind that of the log. */
    static final Duration SKEW = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(ChannelHistory.class);

    private final SlackApi api;
    private final String channel;
    private Optional<String> bot = Optional.empty();

    ChannelHistory(SlackApi api, String channel) {
        this.api = api;
        this.channel = channel;
    }

    /** A card that stands in the channel; {@code ts} is the name that Slack gave the message. */
    record Found(String ts, CardMark mark) {}

    sealed interface Reading {}

    /** All that was found, the oldest first. */
    record Read(List<Found> cards) implements Reading {}

    /** Slack did not tell. */
    record Unread(SlackAnswer answer) implements Reading {}

    /** The cards that were posted since {@code start}. */
    Reading since(Instant start) throws InterruptedException {
        if (bot.isEmpty()) {
            SlackAnswer who = api.read("auth.test", Map.of());
            if (!(who instanceof SlackAnswer.Done done)) {
                return new Unread(who);
            }
            String id = done.body().path("bot_id").asText();
            if (id.isEmpty()) {
                return new Unread(new SlackAnswer.Refused("not_a_bot_token"));
            }
            bot = Optional.of(id);
        }
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("channel", channel);
        arguments.put("oldest", start.minus(SKEW).getEpochSecond() + ".000000");
        arguments.put("limit", Integer.toString(PAGE));
        List<Found> found = new ArrayList<>();
        for (int page = 0; page < MAX_PAGES; page++) {
            SlackAnswer answer = api.read("conversations.history", arguments);
            if (!(answer instanceof SlackAnswer.Done done)) {
                return new Unread(answer);
            }
            done.body().path("messages").forEach(message -> card(message).ifPresent(found::add));
            String next = done.body().at("/response_metadata/next_cursor").asText();
            if (next.isEmpty()) {
                return read(found);
            }
            arguments.put("cursor", next);
        }
        LOG.error("channel {} has more messages than are read, older cards in it are not found", channel);
        return read(found);
    }

    private static Read read(List<Found> found) {
        found.sort(Comparator.comparing(Found::ts)); // all of the same length
        return new Read(List.copyOf(found));
    }

    /** INVARIANT: only our own messages count; anybody in the channel could write one with such a mark. */
    private Optional<Found> card(JsonNode message) {
        boolean ours = bot.isPresent() && message.path("bot_id").asText().equals(bot.get());
        return ours
                ? CardMark.in(message).map(mark -> new Found(message.path("ts").asText(), mark))
                : Optional.empty();
    }
}
