// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

import dev.seks.schemas.catalogue.TokenScope;

/** Gets a short-lived token for a use by means of a stored key, which is never sent to a service itself. */
@FunctionalInterface
public interface TokenMint {

    /** A token that reaches as far as the scope and no further; answers within a bounded time. */
    Lookup<Secret> mint(CredentialId id, CredentialKind.GithubApp app, Secret key, TokenScope scope);

    /** Where no tokens are minted. */
    static TokenMint none() {
        return (id, app, key, scope) -> Lookup.unusable("no tokens of GitHub Apps are minted here");
    }
}
