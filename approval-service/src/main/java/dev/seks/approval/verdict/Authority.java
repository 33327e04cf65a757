// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.verdict;

import dev.seks.approval.inbox.InboxEntry;
import dev.seks.schemas.grant.GivenGrant;
import dev.seks.schemas.record.ApprovalAssurance;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.record.VerdictGiven;

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

    /** Whether {@code person} may end the grant by their word: only those whom the broker named as having given it. */
    public static Authorization authorize(String person, GivenGrant grant) {
        return grant.origin().people().contains(person) ? Authorization.ALLOWED : Authorization.NOT_ENTITLED;
    }

    /**
     * Whether this attempt may be published: the person is entitled, and where the policy wants to be sure who approves,
     * they signed on. A chat shows which account pressed a button, not who sat there; a denial is taken from it all the
     * same, because it lets nothing happen.
     */
    static Authorization authorize(VerdictAttempt attempt, InboxEntry entry) {
        Authorization entitled = authorize(attempt.person(), entry);
        if (entitled != Authorization.ALLOWED || attempt.choice() == VerdictChoice.DENY || !needsSignOn(entry)) {
            return entitled;
        }
        return attempt.signedOn() ? Authorization.ALLOWED : Authorization.NOT_SIGNED_ON;
    }

    /** Whether what was given counts by what the request takes now, which may be more than when it was given. */
    static boolean isSureEnough(InboxEntry entry, VerdictGiven given) {
        boolean signedOn = switch (given.getChannel()) {
            case WEB, CLI, API -> true;
            case SLACK, UNKNOWN -> false;
        };
        return signedOn || given.getVerdict() == VerdictChoice.DENY || !needsSignOn(entry);
    }

    /** Whether approving takes a person who signed on, so that a chat can only lead there. */
    public static boolean needsSignOn(InboxEntry entry) {
        return entry.approval().getAssurance() == ApprovalAssurance.SSO;
    }
}
