// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.grant;

import java.util.Locale;

/** How a grant stands. */
public enum GrantState {
    LIVE,
    /** Its time is over. */
    EXPIRED,
    USED_UP,
    REVOKED,
    /** A new policy does not cover it as it was given. */
    ENDED_BY_POLICY;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
