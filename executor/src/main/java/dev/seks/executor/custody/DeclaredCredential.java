// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.custody;

import dev.seks.executor.credential.BoundHost;
import dev.seks.executor.credential.CredentialId;
import dev.seks.executor.credential.CredentialKind;
import dev.seks.executor.credential.SecretSource;
import java.util.List;

/** A credential whose value is kept outside of seks, what it is bound to, and where the value is found. */
public record DeclaredCredential(CredentialId id, List<BoundHost> hosts, CredentialKind kind, SecretSource source) {
    public DeclaredCredential {
        hosts = List.copyOf(hosts);
    }
}
