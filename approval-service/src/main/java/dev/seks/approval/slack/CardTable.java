// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import dev.seks.approval.inbox.InboxEntry;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The cards that stand in one channel, as far as they are known. Not safe for use by several threads. */
final class CardTable {
    private final Map<String, Standing> cards = new HashMap<>();

    /**
     * A card that stands in the channel.
     *
     * @param ts the name that Slack gave the message
     * @param face that it shows
     * @param partition in which its request lives
     * @param turnsAt when it shows something else though nothing happens, because its request expires
     */
    record Standing(String ts, String face, int partition, Instant turnsAt) {

        static Standing of(String ts, CardMark mark, InboxEntry entry, Instant now) {
            return new Standing(ts, mark.face(), entry.partition(), Instant.MAX).seen(entry, now);
        }

        /** The same, after it was compared with its request. */
        Standing seen(InboxEntry entry, Instant now) {
            boolean ahead = now.isBefore(entry.expiresAt());
            return new Standing(ts, face, partition, ahead ? entry.expiresAt() : Instant.MAX);
        }
    }

    Optional<Standing> get(String digest) {
        return Optional.ofNullable(cards.get(digest));
    }

    void put(String digest, Standing standing) {
        cards.put(digest, standing);
    }

    void remove(String digest) {
        cards.remove(digest);
    }

    /** Forgets the cards of partitions that somebody else keeps now. */
    void forget(Collection<Integer> partitions) {
        cards.values().removeIf(card -> partitions.contains(card.partition()));
    }

    /** Forgets the cards of requests about which nothing can change any more. */
    void forgetIf(Predicate<String> over) {
        cards.keySet().removeIf(over);
    }

    /** The requests whose cards have turned old by the clock alone. */
    List<String> turned(Instant now) {
        return cards.entrySet().stream()
                .filter(card -> !now.isBefore(card.getValue().turnsAt()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
