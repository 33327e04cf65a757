// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.github;

import dev.seks.executor.credential.CredentialId;
import dev.seks.executor.credential.CredentialKind.GithubApp;
import dev.seks.executor.credential.Secret;
import dev.seks.schemas.catalogue.TokenScope;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Tokens that still hold, each for the scope and the key that it was minted for; the longest unused are forgotten. */
final class MintedTokens {
    private static final int MAX_TOKENS = 1_000;

    /** A call that begins with a token must be able to end with it. */
    private static final Duration MARGIN = Duration.ofMinutes(2);

    /** What a token was minted for; a key that was exchanged mints other tokens. */
    record Purpose(CredentialId id, GithubApp app, String keyDigest, TokenScope scope) {}

    private record Minted(Secret token, Instant expiresAt) {}

    private final Map<Purpose, Minted> tokens = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Purpose, Minted> eldest) {
            return size() > MAX_TOKENS;
        }
    };

    synchronized Optional<Secret> find(Purpose purpose, Instant now) {
        tokens.values().removeIf(minted -> !now.isBefore(minted.expiresAt().minus(MARGIN)));
        return Optional.ofNullable(tokens.get(purpose)).map(Minted::token);
    }

    synchronized void keep(Purpose purpose, Secret token, Instant expiresAt) {
        tokens.put(purpose, new Minted(token, expiresAt));
    }
}
