// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.notice;

import dev.seks.approval.inbox.Casts;
import dev.seks.approval.inbox.Catalogues;
import dev.seks.approval.inbox.InboxEntry;
import java.net.URI;
import java.time.Clock;

/**
 * What notices of one way are made with.
 *
 * @param inboxUrl where people find the inbox
 */
record NoticeDesk(URI inboxUrl, Catalogues catalogues, Casts casts, NoticeCounts counts, Clock clock) {

    /** Where the request is looked at and decided, by whoever signs in. */
    URI link(InboxEntry entry) {
        return inboxUrl.resolve("/approvals/" + entry.digest());
    }
}
