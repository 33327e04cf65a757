// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.delivery;

import dev.seks.approval.inbox.EntryState;
import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.inbox.InboxEntry;
import java.time.Clock;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What there is to tell of, and what of it is this instance's.
 *
 * @param inboxReady whether the inbox is complete, before which nothing is told
 */
public record DeliveryDesk(Inbox inbox, Shift shift, BooleanSupplier inboxReady, Clock clock) {

    boolean ready() {
        return inboxReady.getAsBoolean();
    }

    /** The requests that wait now; none while the inbox is not complete. */
    List<InboxEntry> open() {
        return ready() ? inbox.open(clock.instant()) : List.of();
    }

    /** Whether the request waits still. */
    boolean waits(InboxEntry entry) {
        return ready()
                && inbox.get(entry.digest())
                        .filter(now -> now.state(clock.instant()) == EntryState.OPEN)
                        .isPresent();
    }
}
