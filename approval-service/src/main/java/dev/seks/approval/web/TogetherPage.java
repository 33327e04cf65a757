// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import dev.seks.approval.inbox.InboxEntry;
import dev.seks.approval.inbox.SameEffect;
import dev.seks.approval.verdict.VerdictDesk;
import dev.seks.approval.verdict.VerdictOutcome;
import dev.seks.schemas.digest.Digest;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Decides several requests with one press, each by a verdict of its own about its own digest.
 *
 * <p>INVARIANT: only requests that would do exactly the same are decided together; one among them that would not, and
 * nothing is published.
 */
final class TogetherPage {
    /** How many requests one press decides. */
    static final int MAX_TOGETHER = 100;

    private static final Pattern DIGESTS =
            Pattern.compile("[0-9a-f]{%1$d}(\\.[0-9a-f]{%1$d}){0,%2$d}".formatted(Digest.HEX_LENGTH, MAX_TOGETHER - 1));

    private final VerdictDesk desk;
    private final People people;
    private final Cards cards;
    private final Clock clock;
    private final Pages pages;

    TogetherPage(WebServer.Content content, People people, Cards cards, Clock clock, Pages pages) {
        this.desk = content.desk();
        this.people = people;
        this.cards = cards;
        this.clock = clock;
        this.pages = pages;
    }

    void decide(Context ctx, Session session) throws IOException {
        Map<String, String> form = Body.form(ctx);
        session.require(form);
        Statement statement = RequestPage.statement(form);
        InboxEntry first = people.find(session.who(), ctx.pathParam("digest"));
        List<InboxEntry> all = same(session.who(), first, form.getOrDefault("together", ""));
        List<VerdictOutcome> outcomes = new ArrayList<>();
        for (InboxEntry entry : all) {
            outcomes.add(desk.decide(
                    people.attempt(session.who(), entry.digest(), statement).from(ctx.ip())));
        }
        Refusals.heard(ctx);
        boolean some = outcomes.contains(VerdictOutcome.ACCEPTED);
        render(ctx, some ? 202 : Outcomes.status(outcomes.get(0)), all, outcomes, session);
    }

    private List<InboxEntry> same(Identity who, InboxEntry first, String together) {
        if (!DIGESTS.matcher(together).matches()) {
            throw HttpProblem.malformed("a form without the digests, expected 1 to " + MAX_TOGETHER);
        }
        List<InboxEntry> all = List.of(together.split("\\.")).stream()
                .distinct()
                .map(digest -> people.find(who, digest))
                .toList();
        SameEffect effect = SameEffect.of(first);
        if (!all.stream().map(SameEffect::of).allMatch(effect::equals)) {
            throw new HttpProblem(
                    409, "NOT_THE_SAME", "not all of these requests would do the same, nothing is decided");
        }
        return all;
    }

    private void render(Context ctx, int status, List<InboxEntry> all, List<VerdictOutcome> outcomes, Session session) {
        Instant now = clock.instant();
        List<Told> rows = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            rows.add(new Told(cards.of(all.get(i), session.who(), now), Notice.of(outcomes.get(i))));
        }
        long accepted =
                outcomes.stream().filter(VerdictOutcome.ACCEPTED::equals).count();
        pages.send(
                ctx,
                status,
                "together",
                Map.of("frame", Frame.of("Decided together", session), "rows", rows, "accepted", (int) accepted));
    }
}
