// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.grant;

import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.record.VerdictGiven;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The decision with which a grant came into being, as far as it is about the grant.
 *
 * @param agent who holds it
 * @param service at which it holds
 * @param requestId of the request that it came with
 * @param requestDigest of that request: the grant's id
 * @param partition in which the domain lives
 * @param seq of the decision
 * @param bundleDigest of the policy in force then; null when the decision names none
 * @param people who gave it, by the names that the policy uses; nobody where the policy alone allowed it
 */
public record GrantOrigin(
        String domain,
        String agent,
        String service,
        String requestId,
        String requestDigest,
        int partition,
        long seq,
        Instant givenAt,
        @Nullable String bundleDigest,
        List<String> people) {

    public GrantOrigin {
        people = List.copyOf(people);
    }

    /** That of a decision which came with a grant. */
    static GrantOrigin of(Decision decision) {
        return new GrantOrigin(
                decision.getDomain(),
                Objects.requireNonNullElse(decision.getAgent(), ""),
                Objects.requireNonNullElse(decision.getService(), ""),
                Objects.requireNonNullElse(decision.getRequestId(), ""),
                decision.getRequestDigest(),
                decision.getRequestCoordinates().getPartition(),
                decision.getSeq(),
                decision.getDecidedAt(),
                decision.getBundleDigest(),
                people(decision));
    }

    private static List<String> people(Decision decision) {
        List<String> named = decision.getGrant().getPeople();
        if (named != null) {
            return named;
        }
        return decision.getApproval() == null
                ? List.of()
                : decision.getApproval().getVerdicts().stream()
                        .filter(given -> given.getVerdict() == VerdictChoice.APPROVE)
                        .map(VerdictGiven::getPerson)
                        .toList();
    }
}
