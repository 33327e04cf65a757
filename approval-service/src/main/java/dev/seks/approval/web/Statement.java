// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.GrantOffer;
import dev.seks.schemas.record.VerdictChoice;
import org.jspecify.annotations.Nullable;

/** What somebody says about a request, and where. */
record Statement(
        Channel channel,
        VerdictChoice choice,
        @Nullable String comment,
        @Nullable GrantOffer grant) {

    /** The same, with this grant. */
    Statement granting(@Nullable GrantOffer offer) {
        return new Statement(channel, choice, comment, offer);
    }
}
