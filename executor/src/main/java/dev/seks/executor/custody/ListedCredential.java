// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.custody;

import dev.seks.executor.credential.BoundHost;
import dev.seks.executor.credential.CredentialId;
import dev.seks.executor.credential.CredentialKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may be told of a credential: everything but its value.
 *
 * @param place where its value is kept: {@code safe}, {@code file}, {@code environment} or {@code vault}
 * @param updatedAt when it was last set; null for what is kept outside of the safe
 */
public record ListedCredential(
        CredentialId id,
        List<BoundHost> hosts,
        CredentialKind kind,
        String place,
        @Nullable Instant updatedAt) {
    public ListedCredential {
        hosts = List.copyOf(hosts);
    }
}
