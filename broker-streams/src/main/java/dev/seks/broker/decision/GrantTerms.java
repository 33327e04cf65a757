// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.broker.policy.GrantBounds;
import dev.seks.broker.policy.GrantScope;
import dev.seks.schemas.record.GrantAsk;
import dev.seks.schemas.record.GrantOffer;
import java.time.Duration;
import java.util.Optional;

/**
 * The most that a grant can be which comes with a request.
 *
 * @param isAsked whether the agent asks for it; else it comes only where people offer it
 */
record GrantTerms(GrantScope scope, boolean isAsked, Duration ttl, int maxUses) {

    /** What an agent asks for; it was held against the bounds before. */
    static GrantTerms asked(GrantAsk ask, GrantScope scope, GrantBounds bounds) {
        int uses = ask.getMaxUses() == null ? bounds.maxUses() : ask.getMaxUses();
        return new GrantTerms(scope, true, Duration.ofMillis(ask.getTtlMs()), uses);
    }

    /** What people may offer. */
    static GrantTerms offered(GrantScope scope, GrantBounds bounds) {
        return new GrantTerms(scope, false, bounds.maxTtl(), bounds.maxUses());
    }

    /** Why an agent may not ask for that much; empty when it may. */
    static Optional<String> excess(GrantAsk ask, GrantBounds bounds) {
        return excess("grant", ask.getTtlMs(), ask.getMaxUses() == null ? 1 : ask.getMaxUses(), bounds);
    }

    /** Why people may not offer that much; empty when they may. */
    static Optional<String> excess(GrantOffer offer, GrantBounds bounds) {
        return excess("the offer", offer.getTtlMs(), offer.getMaxUses(), bounds);
    }

    private static Optional<String> excess(String what, long ttlMs, int maxUses, GrantBounds bounds) {
        long mostMs = bounds.maxTtl().toMillis();
        if (ttlMs < 1 || ttlMs > mostMs) {
            return Optional.of(what + ".ttlMs is " + ttlMs + ", expected 1 to " + mostMs);
        }
        return maxUses < 1 || maxUses > bounds.maxUses()
                ? Optional.of(what + ".maxUses is " + maxUses + ", expected 1 to " + bounds.maxUses())
                : Optional.empty();
    }

    /** No more than this offer. */
    GrantTerms within(GrantOffer offer) {
        Duration offered = Duration.ofMillis(offer.getTtlMs());
        return new GrantTerms(
                scope, isAsked, offered.compareTo(ttl) < 0 ? offered : ttl, Math.min(maxUses, offer.getMaxUses()));
    }
}
