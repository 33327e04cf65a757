// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import dev.seks.schemas.record.Claim;

/** A claim that has no result, and where it stands in its partition of the topic of claims. */
record OpenClaim(Claim claim, long offset) {

    ClaimKey key() {
        return new ClaimKey(claim.getDomain(), claim.getSeq());
    }
}
