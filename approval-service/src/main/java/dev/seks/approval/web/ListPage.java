// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.inbox.InboxEntry;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The page of what waits: what the one who looks may decide, what others may, and what was decided lately. */
final class ListPage {
    /** How many piles of requests one page lists. */
    static final int PAGE = 100;

    static final int MAX_OTHERS_SHOWN = 20;
    static final int MAX_DECIDED_SHOWN = 20;
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,4}");

    private final Inbox inbox;
    private final People people;
    private final Cards cards;
    private final Clock clock;
    private final Pages pages;

    ListPage(Inbox inbox, People people, Cards cards, Clock clock, Pages pages) {
        this.inbox = inbox;
        this.people = people;
        this.cards = cards;
        this.clock = clock;
        this.pages = pages;
    }

    void show(Context ctx, Session session) {
        Identity who = session.who();
        Instant now = clock.instant();
        Map<Boolean, List<InboxEntry>> open = people.seen(who, inbox.open(now)).stream()
                .collect(Collectors.partitioningBy(entry -> people.mayDecide(who, entry)));
        List<InboxEntry> mine = open.getOrDefault(true, List.of());
        List<InboxEntry> others = open.getOrDefault(false, List.of());
        List<List<InboxEntry>> piles = cards.piles(mine);
        int last = Math.max(1, (piles.size() + PAGE - 1) / PAGE);
        int page = Math.min(number(ctx.queryParam("page")), last);
        Map<String, Object> values = new HashMap<>();
        values.put("frame", Frame.of(mine.isEmpty() ? "Inbox" : "Inbox (" + mine.size() + ")", session));
        values.put("mine", mine.size());
        values.put("others", others.size());
        values.put("grants", people.live(who, now).size());
        values.put("page", page);
        values.put("last", last);
        values.put("piles", shown(piles, (page - 1) * PAGE, PAGE, who, now));
        values.put("othersPiles", shown(cards.piles(others), 0, MAX_OTHERS_SHOWN, who, now));
        values.put(
                "decided",
                cards.of(
                        people.seen(who, inbox.decided()).stream()
                                .limit(MAX_DECIDED_SHOWN)
                                .toList(),
                        who,
                        now));
        pages.send(ctx, 200, "inbox", values);
    }

    private List<Pile> shown(List<List<InboxEntry>> piles, int from, int bound, Identity who, Instant now) {
        return piles.stream()
                .skip(from)
                .limit(bound)
                .map(same -> cards.pile(same, who, now))
                .toList();
    }

    /** What is no page is the first one. */
    static int number(@Nullable String given) {
        return given != null && NUMBER.matcher(given).matches() ? Integer.parseInt(given) : 1;
    }
}
