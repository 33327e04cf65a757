// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where credentials are kept. Asked at every use, so that a rotated secret counts from the next call on; safe for use by
 * many threads; never throws for a credential that is missing or unusable.
 */
public interface CredentialStore {

    /** The secret that the catalogue calls {@code ref}; empty when there is none that may be used. */
    Optional<Secret> find(String ref);

    /** A folder with one file per credential, named by its reference and closed to everyone but its owner. */
    static CredentialStore folder(Path folder) {
        return new SecretFolder(folder);
    }

    /** Environment variables named {@code SEKS_CREDENTIAL_<REF>}; meant for development. */
    static CredentialStore environment(Map<String, String> environment) {
        return new SecretEnvironment(environment);
    }

    /** The first of several stores that has the credential. */
    static CredentialStore firstOf(List<CredentialStore> stores) {
        List<CredentialStore> inOrder = List.copyOf(stores);
        return ref ->
                inOrder.stream().flatMap(store -> store.find(ref).stream()).findFirst();
    }

    /** No credentials at all. */
    static CredentialStore none() {
        return ref -> Optional.empty();
    }
}
