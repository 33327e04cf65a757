// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.trust;

import dev.seks.schemas.signature.Ed25519PublicKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A pinned public key.
 *
 * @param owner whose it is: a person for publishers and operators, else the name of the role
 * @param until the append time from which it counts no more; null for no end. A retired key stays listed with its end, so
 *     that the log from before can still be replayed.
 */
public record TrustedKey(
        String owner, Ed25519PublicKey key, @Nullable Instant until) {

    /** Whether a record that was appended at {@code appended} may be signed with it. */
    public boolean holdsAt(Instant appended) {
        return until == null || appended.isBefore(until);
    }
}
