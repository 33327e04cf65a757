// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.custody;

import dev.seks.executor.credential.CredentialId;
import dev.seks.executor.credential.CredentialStore;
import dev.seks.executor.credential.Lookup;
import dev.seks.executor.credential.Secret;
import dev.seks.executor.credential.StoredCredential;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Credentials that are declared one by one; each value is read where it is kept, at every use. */
public final class DeclaredCredentials implements CredentialStore {
    private final Map<CredentialId, DeclaredCredential> byId;

    /** {@code declared}: no two of the same domain and name. */
    public DeclaredCredentials(List<DeclaredCredential> declared) {
        this.byId =
                declared.stream().collect(Collectors.toUnmodifiableMap(DeclaredCredential::id, Function.identity()));
    }

    /** All of them, in no order. */
    Collection<DeclaredCredential> all() {
        return byId.values();
    }

    boolean has(CredentialId id) {
        return byId.containsKey(id);
    }

    @Override
    public Lookup<StoredCredential> find(CredentialId id) {
        DeclaredCredential declared = byId.get(id);
        if (declared == null) {
            return Lookup.missing();
        }
        Lookup<Secret> value = declared.source().read();
        if (value instanceof Lookup.Found<Secret> found) {
            return Lookup.found(new StoredCredential(id, declared.hosts(), declared.kind(), found.value()));
        }
        // INVARIANT: a declared value that is gone is not sought elsewhere: what is found there may be bound otherwise
        return Lookup.unusable(
                value instanceof Lookup.Unusable<Secret> unusable
                        ? unusable.reason()
                        : "there is no value where it is declared to be");
    }
}
