// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import dev.seks.approval.inbox.Casts;
import dev.seks.approval.inbox.Catalogues;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.approval.inbox.SameEffect;
import dev.seks.approval.verdict.VerdictDesk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the cards of requests for whoever looks at them. */
final class Cards {
    private final Catalogues catalogues;
    private final Casts casts;
    private final VerdictDesk desk;
    private final People people;

    Cards(WebServer.Content content, People people) {
        this.catalogues = content.catalogues();
        this.casts = content.casts();
        this.desk = content.desk();
        this.people = people;
    }

    Card of(InboxEntry entry, Identity who, Instant now) {
        return Card.of(
                entry,
                catalogues.portray(entry),
                casts.of(entry),
                new Card.Standing(desk.isAnswered(entry), people.mayDecide(who, entry)),
                now);
    }

    RequestDetail detail(InboxEntry entry) {
        return RequestDetail.of(entry, casts.of(entry));
    }

    List<Card> of(List<InboxEntry> entries, Identity who, Instant now) {
        return entries.stream().map(entry -> of(entry, who, now)).toList();
    }

    /** Those that would do the same on one pile, in the order of the first of each. */
    List<List<InboxEntry>> piles(List<InboxEntry> entries) {
        Map<SameEffect, List<InboxEntry>> piles = new LinkedHashMap<>();
        entries.forEach(entry -> piles.computeIfAbsent(SameEffect.of(entry), effect -> new ArrayList<>())
                .add(entry));
        return List.copyOf(piles.values());
    }

    Pile pile(List<InboxEntry> same, Identity who, Instant now) {
        InboxEntry next = same.stream()
                .filter(entry -> !desk.isAnswered(entry))
                .findFirst()
                .orElse(same.get(0));
        return new Pile(of(next, who, now), same.size());
    }
}
