// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Credentials in environment variables. */
final class SecretEnvironment implements CredentialStore {
    private static final String PREFIX = "SEKS_CREDENTIAL_";

    private final Map<String, String> environment;

    SecretEnvironment(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Optional<Secret> find(String ref) {
        String name = PREFIX + ref.toUpperCase(Locale.ROOT).replace('-', '_');
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank() && value.length() <= Secret.MAX_LENGTH)
                .map(Secret::of);
    }
}
