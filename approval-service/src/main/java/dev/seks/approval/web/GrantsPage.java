// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import dev.seks.approval.inbox.Casts;
import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.verdict.VerdictDesk;
import dev.seks.approval.verdict.VerdictOutcome;
import dev.seks.schemas.grant.GivenGrant;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The page of what agents may do without asking again, on which those who gave it can end it. */
final class GrantsPage {
    /** How many grants that hold one page lists. */
    static final int PAGE = 100;

    static final int MAX_ENDED_SHOWN = 50;

    private final Inbox inbox;
    private final Casts casts;
    private final VerdictDesk desk;
    private final People people;
    private final Clock clock;
    private final Pages pages;

    GrantsPage(WebServer.Content content, People people, Clock clock, Pages pages) {
        this.inbox = content.inbox();
        this.casts = content.casts();
        this.desk = content.desk();
        this.people = people;
        this.clock = clock;
        this.pages = pages;
    }

    void show(Context ctx, Session session) {
        boolean justEnded = Optional.ofNullable(ctx.queryParam("ended"))
                .flatMap(inbox.grants()::find)
                .filter(grant -> people.maySee(session.who(), grant) && desk.isEnding(grant))
                .isPresent();
        render(ctx, 200, session, justEnded ? VerdictOutcome.ACCEPTED : null);
    }

    void end(Context ctx, Session session) throws IOException {
        session.require(Body.form(ctx));
        String id = ctx.pathParam("id");
        VerdictOutcome outcome =
                desk.decide(people.revocation(session.who(), id).from(ctx.ip()));
        Refusals.heard(ctx);
        if (outcome == VerdictOutcome.ACCEPTED) {
            ctx.redirect("/grants?ended=" + id, HttpStatus.SEE_OTHER);
        } else if (outcome == VerdictOutcome.UNKNOWN_GRANT) {
            throw ApprovalsApi.problem(outcome);
        } else {
            render(ctx, Outcomes.status(outcome), session, outcome);
        }
    }

    private void render(Context ctx, int status, Session session, @Nullable VerdictOutcome outcome) {
        Identity who = session.who();
        Instant now = clock.instant();
        List<GivenGrant> live = people.live(who, now);
        List<GivenGrant> ended = people.ended(who, now);
        int last = Math.max(1, (live.size() + PAGE - 1) / PAGE);
        int page = Math.min(ListPage.number(ctx.queryParam("page")), last);
        Map<String, Object> values = new HashMap<>();
        values.put("frame", Frame.of(live.isEmpty() ? "Grants" : "Grants (" + live.size() + ")", session));
        values.put("notice", outcome == null ? null : Notice.ofRevocation(outcome));
        values.put("count", live.size());
        values.put("page", page);
        values.put("last", last);
        values.put(
                "severalDomains",
                Stream.concat(live.stream(), ended.stream())
                                .map(GivenGrant::domain)
                                .distinct()
                                .count()
                        > 1);
        values.put(
                "live",
                live.stream()
                        .skip((page - 1L) * PAGE)
                        .limit(PAGE)
                        .map(grant -> card(grant, who, now))
                        .toList());
        values.put(
                "ended",
                ended.stream()
                        .limit(MAX_ENDED_SHOWN)
                        .map(grant -> card(grant, who, now))
                        .toList());
        pages.send(ctx, status, "grants", values);
    }

    private GrantCard card(GivenGrant grant, Identity who, Instant now) {
        boolean hasPage =
                inbox.get(grant.id()).filter(entry -> people.maySee(who, entry)).isPresent();
        return GrantCard.of(
                grant,
                casts.of(grant),
                new GrantCard.Standing(desk.isEnding(grant), people.mayEnd(who, grant), hasPage),
                now);
    }
}
