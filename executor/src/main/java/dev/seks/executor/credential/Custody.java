// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

import java.util.List;

/**
 * The one way to a credential. Whatever store holds it, it is handed out only for the domain and the hosts it is bound
 * to, judged anew at each use. Safe for use by many threads; never throws for a credential that is missing or unusable.
 */
@FunctionalInterface
public interface Custody extends AutoCloseable {

    /** The credential for this use, or why there is none. */
    Issue issue(CredentialUse use);

    /** The credentials of these stores; the first that has one or cannot say answers. */
    static Custody of(List<CredentialStore> stores) {
        return of(stores, TokenMint.none());
    }

    /** The same, with tokens minted for those that are the key of an app. */
    static Custody of(List<CredentialStore> stores, TokenMint mint) {
        return new BoundCustody(stores, mint);
    }

    /** No credentials at all. */
    static Custody none() {
        return of(List.of());
    }

    /** Closes its stores. */
    @Override
    default void close() {}
}
