// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import dev.seks.schemas.record.GrantOffer;
import org.jspecify.annotations.Nullable;

/**
 * For how long a person approves the same beside one request.
 *
 * @param maxUses null for as often as the policy lets it be
 */
record GrantWish(long ttlMs, @Nullable Integer maxUses) {

    /** What is offered then, where the policy lets {@code most} be; where nothing may be, an offer that is refused. */
    GrantOffer offer(@Nullable GrantOffer most) {
        int uses = most == null ? 1 : most.getMaxUses();
        return new GrantOffer(ttlMs, maxUses == null ? uses : maxUses);
    }
}
