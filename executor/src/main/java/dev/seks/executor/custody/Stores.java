// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.custody;

import dev.seks.executor.credential.CredentialId;
import dev.seks.executor.credential.Lookup;
import dev.seks.executor.credential.StoredCredential;
import dev.seks.executor.safe.Safe;

/** The stores that a configuration comes to: what it declares, then the safe. */
record Stores(DeclaredCredentials declared, Safe safe) {

    Lookup<StoredCredential> find(CredentialId id) {
        Lookup<StoredCredential> lookup = declared.find(id);
        return lookup instanceof Lookup.Missing ? safe.find(id) : lookup;
    }
}
