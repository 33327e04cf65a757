// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import dev.seks.approval.inbox.EntryState;
import dev.seks.approval.inbox.Grants;
import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.approval.verdict.VerdictDesk;
import dev.seks.approval.verdict.VerdictOutcome;
import dev.seks.schemas.grant.GivenGrant;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.VerdictChoice;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The page of one request, on which a person decides it. */
final class RequestPage {
    private static final Pattern MINUTES = Pattern.compile("[0-9]{1,6}");
    private static final Map<String, VerdictChoice> CHOICES =
            Map.of("approve", VerdictChoice.APPROVE, "deny", VerdictChoice.DENY);

    private final Inbox inbox;
    private final VerdictDesk desk;
    private final People people;
    private final Cards cards;
    private final Clock clock;
    private final Pages pages;

    RequestPage(WebServer.Content content, People people, Cards cards, Clock clock, Pages pages) {
        this.inbox = content.inbox();
        this.desk = content.desk();
        this.people = people;
        this.cards = cards;
        this.clock = clock;
        this.pages = pages;
    }

    void show(Context ctx, Session session) {
        InboxEntry entry = people.find(session.who(), ctx.pathParam("digest"));
        boolean justPublished = "published".equals(ctx.queryParam("verdict")) && desk.isAnswered(entry);
        render(ctx, 200, entry, session, justPublished ? VerdictOutcome.ACCEPTED : null);
    }

    void decide(Context ctx, Session session) throws IOException {
        Map<String, String> form = Body.form(ctx);
        session.require(form);
        InboxEntry asked = people.find(session.who(), ctx.pathParam("digest"));
        Statement said = statement(form)
                .granting(wish(form)
                        .map(wish -> wish.offer(asked.approval().getMaxGrant()))
                        .orElse(null));
        VerdictOutcome outcome =
                desk.decide(people.attempt(session.who(), asked.digest(), said).from(ctx.ip()));
        Refusals.heard(ctx);
        InboxEntry entry = people.find(session.who(), asked.digest());
        if (outcome == VerdictOutcome.ACCEPTED) {
            ctx.redirect("/approvals/" + entry.digest() + "?verdict=published", HttpStatus.SEE_OTHER);
        } else {
            render(ctx, Outcomes.status(outcome), entry, session, outcome);
        }
    }

    /** What a form of the page says. */
    static Statement statement(Map<String, String> form) {
        VerdictChoice choice = CHOICES.get(form.getOrDefault("verdict", ""));
        if (choice == null) {
            throw HttpProblem.malformed("a form without a verdict, expected approve or deny");
        }
        return new Statement(Channel.WEB, choice, form.get("comment"), null);
    }

    /** The same for how long, if the person has chosen that; nothing is granted with a denial. */
    private static Optional<GrantWish> wish(Map<String, String> form) {
        String minutes = form.getOrDefault("minutes", "");
        if (minutes.isEmpty() || !"approve".equals(form.get("verdict"))) {
            return Optional.empty();
        }
        if (!MINUTES.matcher(minutes).matches()) {
            throw HttpProblem.malformed("a form with minutes out of form, expected a whole number");
        }
        return Optional.of(
                new GrantWish(Duration.ofMinutes(Long.parseLong(minutes)).toMillis(), null));
    }

    private void render(Context ctx, int status, InboxEntry entry, Session session, @Nullable VerdictOutcome outcome) {
        Identity who = session.who();
        Instant now = clock.instant();
        Card card = cards.of(entry, who, now);
        List<InboxEntry> same = inbox.same(entry, now).stream()
                .filter(other -> !desk.isAnswered(other))
                .limit(TogetherPage.MAX_TOGETHER)
                .toList();
        boolean together = card.mayDecide() && same.size() > 1 && same.contains(entry);
        Map<String, Object> values = new HashMap<>();
        values.put("frame", Frame.of(card.summary(), session));
        values.put("card", card);
        values.put("detail", cards.detail(entry));
        values.put("notice", outcome == null ? null : Notice.of(outcome));
        values.put("open", entry.state(now) == EntryState.OPEN);
        values.put("mustSignOn", people.mustSignOn(who, entry));
        values.put("same", together ? others(entry, same, who, now) : List.of());
        values.put("together", same.stream().map(InboxEntry::digest).collect(Collectors.joining(".")));
        values.put("history", History.of(entry, inbox.history(entry), cards, who, now));
        values.put("grant", grant(entry, now));
        values.put("next", next(entry, who, now));
        pages.send(ctx, status, "request", values);
    }

    /** What the agent may do without asking again since the request was approved; null where nothing came of it. */
    private @Nullable String grant(InboxEntry entry, Instant now) {
        return inbox.grants()
                .find(entry.digest())
                .filter(grant -> Grants.isShown(grant, now)
                        && grant.domain().equals(entry.pending().getDomain()))
                .map(grant -> told(grant, now))
                .orElse(null);
    }

    private static String told(GivenGrant grant, Instant now) {
        return switch (grant.state(now)) {
            case LIVE ->
                "holds for " + Ago.span(Duration.between(now, grant.made().getExpiresAt())) + ", " + grant.usesLeft()
                        + " of " + grant.made().getMaxUses() + " uses left";
            case EXPIRED -> "is out of time";
            case USED_UP -> "is used up";
            case REVOKED -> "was revoked";
            case ENDED_BY_POLICY -> "the policy no longer covers";
        };
    }

    private List<Twin> others(InboxEntry entry, List<InboxEntry> same, Identity who, Instant now) {
        return same.stream()
                .filter(other -> !other.digest().equals(entry.digest()))
                .map(other -> new Twin(cards.of(other, who, now), cards.detail(other)))
                .toList();
    }

    /** The one to look at after this one: the next of those that the person may decide and nobody has answered. */
    private @Nullable String next(InboxEntry entry, Identity who, Instant now) {
        List<InboxEntry> waiting = inbox.open(now);
        int at = waiting.indexOf(entry);
        return Stream.concat(waiting.stream().skip(at + 1L), waiting.stream().limit(Math.max(at, 0)))
                .filter(other -> !desk.isAnswered(other) && people.mayDecide(who, other))
                .map(InboxEntry::digest)
                .findFirst()
                .orElse(null);
    }
}
