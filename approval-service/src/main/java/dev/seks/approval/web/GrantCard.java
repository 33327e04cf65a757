// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import dev.seks.approval.inbox.Cast;
import dev.seks.schemas.grant.GivenGrant;
import dev.seks.schemas.grant.GrantState;
import dev.seks.schemas.record.GrantMade;
import dev.seks.schemas.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One grant as a list shows it; every text is ready to be read, nothing in it invisible.
 *
 * @param domain where several share the inbox, told apart by it
 * @param owner whose agent it is; null for nobody's
 * @param resource what it is narrowed to; null for any
 * @param givenBy people by their names, or the policy
 * @param byPeople whether people gave it
 * @param request digest of the request that it came with, where that has a page; else null
 * @param timeLeft until it ends by itself; null when it has ended
 * @param percentLeft of its whole time, 0 to 100
 * @param ending whether somebody's word that it is to end is on its way
 * @param mayEnd whether whoever looks may end it
 * @param end how it ended; null while it holds
 * @param endedAgo null while it holds
 */
public record GrantCard(
        String id,
        String domain,
        String agent,
        @Nullable String owner,
        String service,
        List<String> actions,
        @Nullable String resource,
        String givenBy,
        boolean byPeople,
        String givenAt,
        String givenAgo,
        String requestId,
        @Nullable String request,
        String expiresAt,
        @Nullable String timeLeft,
        int percentLeft,
        int used,
        int maxUses,
        boolean ending,
        boolean mayEnd,
        @Nullable String end,
        @Nullable String endedAgo) {
    private static final int URGENT_PERCENT = 25;
    private static final int SHORT = 12;

    /**
     * How the grant stands for whoever looks at it.
     *
     * @param request whether the request that it came with has a page that they see
     */
    record Standing(boolean ending, boolean mayEnd, boolean request) {}

    /** Whether little of its time is left. */
    public boolean urgent() {
        return percentLeft < URGENT_PERCENT;
    }

    public int usesLeft() {
        return Math.max(0, maxUses - used);
    }

    /** As much of the id as a command needs. */
    public String shortId() {
        return id.substring(0, SHORT);
    }

    static GrantCard of(GivenGrant grant, Cast cast, Standing standing, Instant now) {
        GrantMade made = grant.made();
        Instant given = grant.origin().givenAt();
        boolean holds = grant.state(now) == GrantState.LIVE;
        Duration left = Duration.between(now, made.getExpiresAt());
        return new GrantCard(
                grant.id(),
                Printable.of(grant.domain()),
                Printable.of(grant.origin().agent()),
                cast.ownerOf(grant.origin().agent())
                        .map(owner -> Printable.of(cast.name(owner)))
                        .orElse(null),
                Printable.of(grant.origin().service()),
                made.getActions().stream().map(Printable::of).toList(),
                resource(made),
                givenBy(grant, cast),
                !grant.origin().people().isEmpty(),
                Ago.exact(given),
                Ago.span(Duration.between(given, now)),
                Printable.of(grant.origin().requestId()),
                standing.request() ? grant.id() : null,
                Ago.exact(made.getExpiresAt()),
                holds ? Ago.span(left) : null,
                holds ? Card.percent(left, Duration.between(given, made.getExpiresAt())) : 0,
                grant.used(),
                made.getMaxUses(),
                standing.ending(),
                standing.mayEnd(),
                holds ? null : end(grant, cast, now),
                grant.endedAt(now)
                        .map(at -> Ago.span(Duration.between(at, now)))
                        .orElse(null));
    }

    private static @Nullable String resource(GrantMade made) {
        String resource = made.getResource();
        if (resource == null) {
            return null;
        }
        return resource.startsWith("params:") ? "the same parameters" : Printable.of(resource);
    }

    private static String givenBy(GivenGrant grant, Cast cast) {
        List<String> people = grant.origin().people();
        return people.isEmpty()
                ? "the policy"
                : people.stream().map(person -> Printable.of(cast.name(person))).collect(Collectors.joining(", "));
    }

    private static String end(GivenGrant grant, Cast cast, Instant now) {
        return switch (grant.state(now)) {
            case LIVE -> throw new IllegalStateException("a grant that holds, expected one that has ended");
            case EXPIRED -> "out of time";
            case USED_UP -> "used up";
            case REVOKED -> {
                String person = grant.ended() == null ? null : grant.ended().person();
                yield person == null ? "revoked" : "revoked by " + Printable.of(cast.name(person));
            }
            case ENDED_BY_POLICY -> "no longer covered by the policy";
        };
    }
}
