// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import dev.seks.approval.inbox.Catalogues;
import dev.seks.approval.inbox.EntryState;
import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.approval.verdict.VerdictAttempt;
import dev.seks.approval.verdict.VerdictDesk;
import dev.seks.approval.verdict.VerdictOutcome;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.VerdictChoice;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pages of people who are signed in: what waits, one request, what was decided. */
final class InboxPages {
    /** How many requests a page lists. */
    static final int MAX_OPEN_SHOWN = 200;

    static final int MAX_DECIDED_SHOWN = 20;

    private static final Map<String, VerdictChoice> CHOICES =
            Map.of("approve", VerdictChoice.APPROVE, "deny", VerdictChoice.DENY);

    private final Inbox inbox;
    private final Catalogues catalogues;
    private final VerdictDesk desk;
    private final SignIn signIn;
    private final Pages pages;
    private final Clock clock;

    InboxPages(Inbox inbox, Catalogues catalogues, VerdictDesk desk, SignIn signIn, Clock clock, Pages pages) {
        this.inbox = inbox;
        this.catalogues = catalogues;
        this.desk = desk;
        this.signIn = signIn;
        this.clock = clock;
        this.pages = pages;
    }

    void list(Context ctx) {
        Optional<Session> session = signIn.session(ctx);
        if (session.isEmpty()) {
            ctx.redirect("/sign-in", HttpStatus.SEE_OTHER);
            return;
        }
        Instant now = clock.instant();
        List<InboxEntry> open = inbox.open(now);
        Map<String, Object> values = new HashMap<>();
        values.put("frame", Frame.of(open.isEmpty() ? "Inbox" : "Inbox (" + open.size() + ")", session.get()));
        values.put("total", open.size());
        values.put("open", cards(open, MAX_OPEN_SHOWN, session.get(), now));
        values.put("decided", cards(inbox.decided(), MAX_DECIDED_SHOWN, session.get(), now));
        pages.send(ctx, 200, "inbox", values);
    }

    void show(Context ctx) {
        Optional<Session> session = signIn.session(ctx);
        if (session.isEmpty()) {
            ctx.redirect("/sign-in", HttpStatus.SEE_OTHER);
            return;
        }
        InboxEntry entry = ApprovalsApi.find(inbox, ctx.pathParam("digest"));
        boolean justPublished = "published".equals(ctx.queryParam("verdict")) && desk.isAnswered(entry);
        render(ctx, 200, entry, session.get(), justPublished ? VerdictOutcome.ACCEPTED : null);
    }

    void decide(Context ctx) throws IOException {
        Session session = signIn.session(ctx).orElseThrow(HttpProblem::notSignedIn);
        Map<String, String> form = Body.form(ctx);
        requireFormToken(session, form);
        VerdictChoice choice = CHOICES.get(form.getOrDefault("verdict", ""));
        if (choice == null) {
            throw HttpProblem.malformed("a form without a verdict, expected approve or deny");
        }
        String digest = ctx.pathParam("digest");
        VerdictOutcome outcome = desk.decide(
                new VerdictAttempt(session.person(), Channel.WEB, digest, choice, form.get("comment"), Map.of()));
        InboxEntry entry = ApprovalsApi.find(inbox, digest);
        if (outcome == VerdictOutcome.ACCEPTED) {
            ctx.redirect("/approvals/" + entry.digest() + "?verdict=published", HttpStatus.SEE_OTHER);
        } else {
            render(ctx, Outcomes.status(outcome), entry, session, outcome);
        }
    }

    static void requireFormToken(Session session, Map<String, String> form) {
        if (!session.permits(form.getOrDefault("form", ""))) {
            throw new HttpProblem(
                    403, "FOREIGN_FORM", "the form is not one that this session was given, reload the page");
        }
    }

    private void render(Context ctx, int status, InboxEntry entry, Session session, @Nullable VerdictOutcome outcome) {
        Instant now = clock.instant();
        Card card = card(entry, session, now);
        Map<String, Object> values = new HashMap<>();
        values.put("frame", Frame.of(card.summary(), session));
        values.put("card", card);
        values.put("detail", RequestDetail.of(entry));
        values.put("notice", outcome == null ? null : Notice.of(outcome));
        values.put("open", entry.state(now) == EntryState.OPEN);
        pages.send(ctx, status, "request", values);
    }

    private List<Card> cards(List<InboxEntry> entries, int bound, Session session, Instant now) {
        return entries.stream()
                .limit(bound)
                .map(entry -> card(entry, session, now))
                .toList();
    }

    private Card card(InboxEntry entry, Session session, Instant now) {
        return Card.of(entry, catalogues.portray(entry), session.person(), desk.isAnswered(entry), now);
    }
}
