// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import dev.seks.schemas.record.Claim;
import dev.seks.schemas.record.Decision;

/**
 * What the claim and the result of a decision repeat of it.
 *
 * @param decisionOffset where the decision stands in its partition of the topic of approved requests
 */
record Approved(
        String domain,
        long seq,
        String requestId,
        String agent,
        String service,
        String action,
        String requestDigest,
        long decisionOffset) {

    static Approved of(Decision decision, long offset) {
        return new Approved(
                decision.getDomain(),
                decision.getSeq(),
                orEmpty(decision.getRequestId()),
                orEmpty(decision.getAgent()),
                orEmpty(decision.getService()),
                orEmpty(decision.getAction()),
                decision.getRequestDigest(),
                offset);
    }

    /** What is known of a claimed request when its decision cannot be read. */
    static Approved of(Claim claim) {
        return new Approved(
                claim.getDomain(),
                claim.getSeq(),
                claim.getRequestId(),
                claim.getAgent(),
                "",
                "",
                claim.getRequestDigest(),
                claim.getDecisionOffset());
    }

    /**
     * A record that is no decision of the domain it claims to be of: it belongs to the partition's pseudo-domain, in
     * which its offset is its number, so that it is answered once and touches no domain's own numbers.
     */
    static Approved outOfPlace(int partition, long offset) {
        return new Approved("_p" + partition, offset + 1, "", "", "", "", "", offset);
    }

    ClaimKey key() {
        return new ClaimKey(domain, seq);
    }

    private static String orEmpty(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "" : text;
    }
}
