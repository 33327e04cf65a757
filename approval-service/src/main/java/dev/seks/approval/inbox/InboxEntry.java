// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.inbox;

import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Decision;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request that people were asked about: the newest decision that left it pending, the request as the agent signed
 * it, and the decision that ended the wait.
 *
 * @param pending always has an approval; its digest is that of the request's bytes
 * @param partition of the topics in which the request's domain lives
 * @param closing null while it waits
 */
public record InboxEntry(
        Decision pending,
        CapabilityRequest request,
        int partition,
        @Nullable Decision closing) {

    public InboxEntry {
        Objects.requireNonNull(pending.getApproval(), "a pending decision without an approval");
    }

    /** The request's digest, lower-case hex: its name everywhere. */
    public String digest() {
        return pending.getRequestDigest();
    }

    /** What approval the request needs. */
    public Approval approval() {
        return pending.getApproval();
    }

    /** How many bytes the request has in the log: those that the digest is of. */
    public int requestBytes() {
        return pending.getRequest() == null ? 0 : pending.getRequest().remaining();
    }

    /** When the request was appended to the log. */
    public Instant askedAt() {
        return pending.getRequestCoordinates().getAppendTime();
    }

    public Instant expiresAt() {
        return approval().getExpiresAt();
    }

    /** The newest decision about the request. */
    public Decision latest() {
        return closing == null ? pending : closing;
    }

    public EntryState state(Instant now) {
        if (closing != null) {
            return EntryState.DECIDED;
        }
        return now.isBefore(expiresAt()) ? EntryState.OPEN : EntryState.EXPIRED;
    }

    InboxEntry closedBy(Decision decision) {
        return new InboxEntry(pending, request, partition, decision);
    }
}
