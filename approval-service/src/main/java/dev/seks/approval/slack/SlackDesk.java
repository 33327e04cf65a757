// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import dev.seks.approval.delivery.Shift;
import dev.seks.approval.inbox.Inbox;
import java.time.Clock;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * What cards are kept with.
 *
 * @param inboxReady whether the inbox is complete, before which nothing is posted
 */
record SlackDesk(Inbox inbox, Faces faces, Shift shift, SlackCounts counts, BooleanSupplier inboxReady, Clock clock) {

    boolean ready() {
        return inboxReady.getAsBoolean();
    }

    Instant now() {
        return clock.instant();
    }
}
