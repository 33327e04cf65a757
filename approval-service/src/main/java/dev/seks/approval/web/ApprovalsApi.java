// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.approval.inbox.Lookup;
import dev.seks.approval.verdict.VerdictDesk;
import dev.seks.approval.verdict.VerdictOutcome;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.GrantOffer;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The approvals as programs see them: list, show, decide. */
final class ApprovalsApi {
    /** How many requests one list holds; {@code total} says how many there are. */
    static final int MAX_LISTED = 500;

    private final Inbox inbox;
    private final VerdictDesk desk;
    private final People people;
    private final ApprovalJson json;
    private final SignIn signIn;
    private final Clock clock;

    ApprovalsApi(Inbox inbox, VerdictDesk desk, People people, ApprovalJson json, SignIn signIn, Clock clock) {
        this.inbox = inbox;
        this.desk = desk;
        this.people = people;
        this.json = json;
        this.signIn = signIn;
        this.clock = clock;
    }

    void list(Context ctx) {
        Caller caller = signIn.required(ctx);
        Instant now = clock.instant();
        String state = ctx.queryParam("state");
        List<InboxEntry> entries = people.seen(caller.who(), entries(state == null ? "open" : state, now));
        ObjectNode answer = ApprovalJson.object();
        answer.put("total", entries.size());
        ArrayNode listed = answer.putArray("approvals");
        entries.stream().limit(MAX_LISTED).forEach(entry -> listed.add(json.of(entry, now, desk.isAnswered(entry))));
        send(ctx, 200, answer);
    }

    private List<InboxEntry> entries(String state, Instant now) {
        return switch (state) {
            case "open" -> inbox.open(now);
            case "decided" -> inbox.decided();
            default -> throw HttpProblem.malformed("an unknown state, expected open or decided");
        };
    }

    void show(Context ctx) {
        Caller caller = signIn.required(ctx);
        InboxEntry entry = people.find(caller.who(), ctx.pathParam("digest"));
        send(ctx, 200, json.of(entry, clock.instant(), desk.isAnswered(entry)));
    }

    void decide(Context ctx) throws IOException {
        Caller caller = signIn.required(ctx);
        VerdictBody body = VerdictBody.parse(Body.json(ctx));
        Channel channel = caller.session() == null ? body.channel() : Channel.WEB;
        GrantWish wish = body.grant();
        GrantOffer offer = wish == null ? null : wish.offer(most(ctx.pathParam("digest")));
        VerdictOutcome outcome = desk.decide(people.attempt(
                        caller.who(),
                        ctx.pathParam("digest"),
                        new Statement(channel, body.verdict(), body.comment(), offer))
                .from(ctx.ip()));
        Refusals.heard(ctx);
        if (outcome != VerdictOutcome.ACCEPTED) {
            throw problem(outcome);
        }
        InboxEntry entry = people.find(caller.who(), ctx.pathParam("digest"));
        send(ctx, Outcomes.status(outcome), json.of(entry, clock.instant(), desk.isAnswered(entry)));
    }

    /** The most that people may grant beside the request, if it is known; what is not, the desk refuses and counts. */
    private @Nullable GrantOffer most(String digest) {
        return inbox.find(digest) instanceof Lookup.Found found
                ? found.entry().approval().getMaxGrant()
                : null;
    }

    static HttpProblem problem(VerdictOutcome outcome) {
        return new HttpProblem(Outcomes.status(outcome), outcome.name(), outcome.sentence());
    }

    private static void send(Context ctx, int status, ObjectNode answer) {
        ctx.status(status).contentType("application/json").result(answer.toString());
    }
}
