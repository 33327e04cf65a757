// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.grant;

import dev.seks.schemas.record.GrantEndCause;
import dev.seks.schemas.record.GrantMade;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A grant as the log tells of it.
 *
 * @param origin how it came into being
 * @param used how many requests it has covered
 * @param lastUsedAt when it covered the last of them; null when it has covered none
 * @param ended what ended it before its time; null when nothing did
 */
public record GivenGrant(
        GrantOrigin origin,
        GrantMade made,
        int used,
        @Nullable Instant lastUsedAt,
        @Nullable Ended ended) {

    /**
     * What ended a grant before its time.
     *
     * @param person who did; null where a policy did, or where the journal does not say
     */
    public record Ended(GrantEndCause cause, @Nullable String person, Instant at) {}

    /** The digest of the request that it came with: its name everywhere. */
    public String id() {
        return origin.requestDigest();
    }

    public String domain() {
        return origin.domain();
    }

    /** How many more requests it covers while it holds. */
    public int usesLeft() {
        return Math.max(0, made.getMaxUses() - used);
    }

    public GrantState state(Instant now) {
        if (ended != null) {
            return ended.cause() == GrantEndCause.REVOKED ? GrantState.REVOKED : GrantState.ENDED_BY_POLICY;
        }
        if (usesLeft() == 0) {
            return GrantState.USED_UP;
        }
        return now.isBefore(made.getExpiresAt()) ? GrantState.LIVE : GrantState.EXPIRED;
    }

    /** When it ended; empty while it holds. */
    public Optional<Instant> endedAt(Instant now) {
        return switch (state(now)) {
            case LIVE -> Optional.empty();
            case EXPIRED -> Optional.of(made.getExpiresAt());
            case USED_UP -> Optional.ofNullable(lastUsedAt);
            case REVOKED, ENDED_BY_POLICY -> Optional.ofNullable(ended).map(Ended::at);
        };
    }

    GivenGrant usedAt(Instant at) {
        return new GivenGrant(origin, made, used + 1, at, ended);
    }

    GivenGrant endedBy(Ended end) {
        return ended == null ? new GivenGrant(origin, made, used, lastUsedAt, end) : this;
    }
}
