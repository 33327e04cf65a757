// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.verdict;

import dev.seks.approval.inbox.InboxEntry;

/** Says who may decide what. Every way to decide (page, API, terminal, Slack) asks here and nowhere else. */
public final class Authority {
    private Authority() {}

    /**
     * Whether {@code person} may decide the request, now or in time: only people whom the broker listed when it left
     * the request pending. An empty list is nobody.
     */
    public static Authorization authorize(String person, InboxEntry entry) {
        boolean listed = entry.pending().getApproval().getApprovers().stream()
                .anyMatch(group -> group.getPeople().contains(person));
        return listed ? Authorization.ALLOWED : Authorization.NOT_ENTITLED;
    }
}
