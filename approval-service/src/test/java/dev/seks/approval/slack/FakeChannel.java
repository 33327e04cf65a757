// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A channel of the fake Slack and the messages in it. Safe for use by many threads. */
public final class FakeChannel {
    public final String id;
    private final Map<String, ObjectNode> messages = new TreeMap<>();
    private final Map<String, Long> postedNs = new TreeMap<>();
    private final List<String> deleted = new ArrayList<>();
    private volatile boolean member = true;
    private long latestSecond;
    private int number;

    FakeChannel(String id) {
        this.id = id;
    }

    /** The app is not in the channel, or in it again. */
    public void member(boolean isIn) {
        member = isIn;
    }

    boolean hasMember() {
        return member;
    }

    /** Somebody, by their bot's id, says something. */
    public synchronized String post(ObjectNode message, String bot, long second) {
        latestSecond = Math.max(latestSecond, second);
        String ts = String.format(Locale.ROOT, "%010d.%06d", latestSecond, ++number);
        messages.put(ts, stored(message, ts, bot));
        postedNs.put(ts, System.nanoTime());
        return ts;
    }

    synchronized boolean update(String ts, ObjectNode message, String bot) {
        return messages.computeIfPresent(ts, (same, old) -> stored(message, ts, bot)) != null;
    }

    /** Takes a message away, as the app or a person may. */
    public synchronized boolean delete(String ts) {
        deleted.add(ts);
        return messages.remove(ts) != null;
    }

    private static ObjectNode stored(ObjectNode message, String ts, String bot) {
        ObjectNode stored =
                message.deepCopy().put("type", "message").put("ts", ts).put("bot_id", bot);
        stored.remove(List.of("channel", "unfurl_links", "unfurl_media", "replace_original"));
        return stored;
    }

    /** All messages, the newest first. */
    synchronized List<ObjectNode> history(String oldest) {
        List<ObjectNode> found = new ArrayList<>();
        messages.forEach((ts, message) -> {
            if (ts.compareTo(oldest) >= 0) {
                found.add(0, message.deepCopy());
            }
        });
        return found;
    }

    /** The messages that stand there, the oldest first. */
    public synchronized List<JsonNode> messages() {
        return messages.values().stream()
                .map(message -> (JsonNode) message.deepCopy())
                .toList();
    }

    /** The cards about a request that stand there. */
    public List<JsonNode> cards(String digest) {
        return messages().stream()
                .filter(message -> CardMark.in(message)
                        .filter(mark -> mark.digest().equals(digest))
                        .isPresent())
                .toList();
    }

    /** How many messages were taken away. */
    public synchronized int deleted() {
        return deleted.size();
    }

    /** When the first card about a request was posted, by the nanosecond clock. */
    public synchronized Optional<Long> postedNs(String digest) {
        return cards(digest).stream()
                .map(card -> postedNs.get(card.get("ts").asText()))
                .findFirst();
    }
}
