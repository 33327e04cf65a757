// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import dev.seks.approval.inbox.Ending;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.schemas.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How requests of the same agent for the same action ended lately, so that a person sees what others made of them.
 *
 * @param tally e.g. {@code 7 approved, 1 denied}; empty when there were none
 */
public record History(String tally, List<Row> rows) {
    /** How many are shown one by one. */
    static final int MAX_SHOWN = 8;

    /**
     * One of them.
     *
     * @param same whether its parameters were the same
     * @param comment what a person said about it last; null for nothing
     */
    public record Row(
            Card card, boolean same, String ago, @Nullable String comment) {}

    /** {@code past}: the last decided first. */
    static History of(InboxEntry entry, List<InboxEntry> past, Cards cards, Identity who, Instant now) {
        List<Row> rows = past.stream()
                .limit(MAX_SHOWN)
                .map(other -> new Row(
                        cards.of(other, who, now),
                        other.request().getParams().equals(entry.request().getParams()),
                        Ago.span(Duration.between(other.latest().getDecidedAt(), now)),
                        comment(cards.detail(other))))
                .toList();
        return new History(tally(past, now), rows);
    }

    private static @Nullable String comment(RequestDetail detail) {
        List<String> comments = detail.said().stream()
                .filter(said -> said.comment() != null)
                .map(said -> Printable.of(said.person() + ": " + said.comment()))
                .toList();
        return comments.isEmpty() ? null : comments.get(comments.size() - 1);
    }

    private static String tally(List<InboxEntry> past, Instant now) {
        Map<Ending.Tone, Integer> counts = new EnumMap<>(Ending.Tone.class);
        past.forEach(entry -> Ending.of(entry, now).ifPresent(end -> counts.merge(end.tone(), 1, Integer::sum)));
        return counts.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
