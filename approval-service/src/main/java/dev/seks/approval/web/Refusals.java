// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import dev.seks.approval.attempt.About;
import dev.seks.approval.attempt.AttemptJournal;
import dev.seks.approval.attempt.RefusedAttempt;
import dev.seks.approval.attempt.Who;
import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.approval.inbox.Lookup;
import dev.seks.schemas.grant.GivenGrant;
import dev.seks.schemas.record.AttemptReason;
import dev.seks.schemas.record.Channel;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells the journal of attempts to decide or to sign in that are refused before they come to the desk, which tells of its
 * own. To look is no attempt, unless with a wrong token.
 */
final class Refusals {
    private static final Pattern REQUEST = Pattern.compile("(?:/v1)?/approvals/([0-9a-f]{6,64})(?:/[a-z]+)?");
    private static final Pattern GRANT = Pattern.compile("/grants/([0-9a-f]{64})/end");

    /** What another page can make a browser send, cookie and all. */
    private static final Set<AttemptReason> FOREIGN =
            EnumSet.of(AttemptReason.FOREIGN_FORM, AttemptReason.FOREIGN_HOST, AttemptReason.FOREIGN_ORIGIN);

    private static final String HEARD = "seks.attempt.heard";

    private final AttemptJournal journal;
    private final Inbox inbox;
    private final People people;
    private final SignIn signIn;

    Refusals(AttemptJournal journal, Inbox inbox, People people, SignIn signIn) {
        this.journal = journal;
        this.inbox = inbox;
        this.people = people;
        this.signIn = signIn;
    }

    /** Notes that somebody else tells of whatever becomes of this request. */
    static void heard(Context ctx) {
        ctx.attribute(HEARD, true);
    }

    /** Tells of a request that ended with a problem, if it was an attempt and nobody has told of it. */
    void ended(Context ctx, HttpProblem problem) {
        AttemptReason reason = problem.attempt();
        boolean looks = ctx.method() == HandlerType.GET || ctx.method() == HandlerType.HEAD;
        boolean attempts = !looks || reason == AttemptReason.WRONG_TOKEN;
        if (reason != null && attempts && ctx.attribute(HEARD) == null) {
            refused(ctx, reason, signIn.shown(ctx));
        }
    }

    /** Tells of somebody who did not come in. */
    void stranger(Context ctx, AttemptReason reason, Who who) {
        journal.refused(RefusedAttempt.of(reason, Channel.WEB).by(who).from(ctx.ip()));
    }

    private void refused(Context ctx, AttemptReason reason, Optional<Identity> shown) {
        RefusedAttempt attempt = RefusedAttempt.of(reason, channel(ctx)).from(ctx.ip());
        Matcher request = REQUEST.matcher(ctx.path());
        Matcher grant = GRANT.matcher(ctx.path());
        if (request.matches() && inbox.find(request.group(1)) instanceof Lookup.Found found) {
            InboxEntry entry = found.entry();
            journal.refused(
                    attempt.about(About.of(entry)).by(who(reason, shown, someone -> people.named(someone, entry))));
            return;
        }
        Optional<GivenGrant> ending = grant.matches() ? inbox.grants().find(grant.group(1)) : Optional.empty();
        journal.refused(ending.map(known ->
                        attempt.about(About.of(known)).by(who(reason, shown, someone -> people.named(someone, known))))
                .orElseGet(() -> attempt.by(who(reason, shown, people::named))));
    }

    private static Who who(
            AttemptReason reason, Optional<Identity> shown, Function<Identity, @Nullable String> person) {
        Who who = shown.map(someone -> Who.of(person.apply(someone), someone.evidence()))
                .orElse(Who.NOBODY);
        return FOREIGN.contains(reason) ? who.unproven() : who;
    }

    private static Channel channel(Context ctx) {
        if (ctx.path().startsWith("/v1/")) {
            return Channel.API;
        }
        return ctx.path().startsWith("/slack/") ? Channel.SLACK : Channel.WEB;
    }
}
