// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.attempt;

import dev.seks.approval.inbox.InboxEntry;
import dev.seks.schemas.grant.GivenGrant;
import dev.seks.schemas.grant.GrantOrigin;

/**
 * What an attempt was about: a request, or the one with which a grant came.
 *
 * @param partition in which its domain lives
 */
public record About(String domain, String requestId, String agent, String digest, int partition) {

    public static About of(InboxEntry entry) {
        return new About(
                entry.pending().getDomain(),
                entry.request().getRequestId(),
                entry.request().getAgent(),
                entry.digest(),
                entry.partition());
    }

    public static About of(GivenGrant grant) {
        GrantOrigin origin = grant.origin();
        return new About(
                origin.domain(), origin.requestId(), origin.agent(), origin.requestDigest(), origin.partition());
    }
}
