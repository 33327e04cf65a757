// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.vault;

import dev.seks.executor.credential.Secret;
import java.time.Duration;

/**
 * A token and how long it holds.
 *
 * @param source the text of the token file that it comes from; the token itself for other logins
 * @param gotNanos when it was got or renewed last, on the monotonic clock, before that was asked for
 * @param lease how long it holds from then on; zero for one that never ends
 */
record VaultToken(Secret value, Secret source, long gotNanos, Duration lease, boolean renewable) {
    /** A vault counts in whole seconds, so that what it says may be more than there is. */
    private static final Duration ROUNDING = Duration.ofSeconds(1);

    boolean isOver() {
        return !lease.isZero() && System.nanoTime() - gotNanos >= usable().toNanos();
    }

    private Duration usable() {
        Duration half = lease.dividedBy(2);
        return lease.minus(half.compareTo(ROUNDING) < 0 ? half : ROUNDING);
    }

    boolean isFrom(Secret other) {
        return source.reveal().equals(other.reveal());
    }

    boolean isToBeRenewed() {
        return renewable && !lease.isZero();
    }

    /** When to renew it, counted from when it was got: with a third of its time left to try again. */
    Duration renewAfter() {
        return usable().multipliedBy(2).dividedBy(3);
    }

    VaultToken renewed(long nanos, Duration newLease, boolean stillRenewable) {
        return new VaultToken(value, source, nanos, newLease, stillRenewable);
    }
}
