// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.broker.policy.GrantScope;
import java.time.Instant;
import java.util.List;

/**
 * What an agent may do for some time without asking people again.
 *
 * @param id digest of the request that it came with
 * @param expiresAt from when on it covers nothing
 * @param used how many requests it has covered
 * @param backers who approved it; nobody where the policy allowed it
 */
public record Grant(String id, GrantScope scope, Instant expiresAt, int maxUses, int used, List<Backer> backers) {

    /**
     * One who approved it.
     *
     * @param signedOn whether they had signed on when they did, and not only said it in a chat
     */
    public record Backer(String person, boolean signedOn) {}

    public Grant {
        backers = List.copyOf(backers);
    }

    boolean isLiveAt(Instant now) {
        return now.isBefore(expiresAt) && used < maxUses;
    }

    Grant usedOnceMore() {
        return new Grant(id, scope, expiresAt, maxUses, used + 1, backers);
    }
}
