// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.custody;

import dev.seks.executor.credential.EnvironmentSource;
import dev.seks.executor.credential.FileSource;
import dev.seks.executor.credential.Lookup;
import dev.seks.executor.credential.Secret;
import dev.seks.executor.credential.SecretFile;
import dev.seks.executor.credential.SecretSource;
import dev.seks.executor.custody.CredentialsConfig.Declared;
import dev.seks.executor.custody.CredentialsConfig.From;
import dev.seks.executor.custody.CredentialsConfig.FromEnvironment;
import dev.seks.executor.custody.CredentialsConfig.FromFile;
import dev.seks.executor.custody.CredentialsConfig.FromVault;
import dev.seks.executor.custody.CredentialsConfig.Key;
import dev.seks.executor.custody.CredentialsConfig.KeyInFile;
import dev.seks.executor.custody.CredentialsConfig.KeyInVault;
import dev.seks.executor.custody.CredentialsConfig.PassphraseInFile;
import dev.seks.executor.safe.KeyFile;
import dev.seks.executor.safe.KeyWrapping;
import dev.seks.executor.safe.Passphrase;
import dev.seks.executor.safe.Safe;
import dev.seks.executor.safe.SafeException;
import dev.seks.executor.vault.TransitKey;
import dev.seks.executor.vault.Vault;
import dev.seks.executor.vault.VaultConfig;
import dev.seks.executor.vault.VaultSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes stores from a configuration. What a new configuration has in common with the one before stays as it is: sessions
 * with vaults go on, and an open safe is not asked for its passphrase again. Not for use by several threads.
 */
final class Workshop implements AutoCloseable {
    private final Surroundings surroundings;
    private final Map<VaultConfig, Vault> sessions = new HashMap<>();
    private @Nullable CredentialsConfig last;
    private @Nullable Safe safe;

    Workshop(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    Stores stores(CredentialsConfig config) {
        Map<String, Vault> vaults = new HashMap<>();
        config.vaults()
                .forEach(
                        (name, vault) -> vaults.put(name, sessions.computeIfAbsent(vault, unused -> new Vault(vault))));
        if (safe == null || !isSafeOf(config)) {
            safe = new Safe(config.safe().file(), wrapping(config.safe().key(), vaults));
        }
        sessions.entrySet().removeIf(session -> {
            boolean unused = !config.vaults().containsValue(session.getKey());
            if (unused) {
                session.getValue().close();
            }
            return unused;
        });
        last = config;
        return new Stores(
                new DeclaredCredentials(config.credentials().stream()
                        .map(one -> declared(one, vaults))
                        .toList()),
                Objects.requireNonNull(safe));
    }

    /** Whether the open safe is the one of this configuration, opened in the same way. */
    private boolean isSafeOf(CredentialsConfig config) {
        if (last == null || !last.safe().equals(config.safe())) {
            return false;
        }
        return !(config.safe().key() instanceof KeyInVault key)
                || Objects.equals(
                        last.vaults().get(key.vault()), config.vaults().get(key.vault()));
    }

    private KeyWrapping wrapping(Key key, Map<String, Vault> vaults) {
        if (key instanceof KeyInFile inFile) {
            return new KeyFile(inFile.file());
        }
        if (key instanceof KeyInVault inVault) {
            return new TransitKey(Objects.requireNonNull(vaults.get(inVault.vault())), inVault.mount(), inVault.key());
        }
        return new Passphrase(
                key instanceof PassphraseInFile inFile ? anew -> passphrase(inFile) : surroundings.prompt());
    }

    private static char[] passphrase(PassphraseInFile place) throws SafeException {
        Lookup<Secret> text = SecretFile.text(place.file(), place.access());
        if (text instanceof Lookup.Found<Secret> found) {
            return found.value().reveal().toCharArray();
        }
        throw new SafeException(
                text instanceof Lookup.Unusable<Secret> unusable
                        ? unusable.reason()
                        : "there is no passphrase file " + place.file());
    }

    private DeclaredCredential declared(Declared one, Map<String, Vault> vaults) {
        return new DeclaredCredential(one.id(), one.hosts(), one.kind(), source(one.from(), vaults));
    }

    private SecretSource source(From from, Map<String, Vault> vaults) {
        if (from instanceof FromFile inFile) {
            return new FileSource(inFile.file(), inFile.access());
        }
        if (from instanceof FromVault in) {
            return new VaultSource(Objects.requireNonNull(vaults.get(in.vault())), in.mount(), in.path(), in.field());
        }
        return new EnvironmentSource(((FromEnvironment) from).variable(), surroundings.environment());
    }

    @Override
    public void close() {
        sessions.values().forEach(Vault::close);
        sessions.clear();
    }
}
