// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.custody;

import dev.seks.executor.credential.BoundHost;
import dev.seks.executor.credential.CredentialId;
import dev.seks.executor.credential.CredentialKind;
import dev.seks.executor.credential.SecretFile;
import dev.seks.executor.vault.VaultConfig;
import dev.seks.schemas.yaml.Fault;
import dev.seks.schemas.yaml.SourceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a {@code credentials.yaml} says: where the safe is and what opens it, which vaults there are, and which credentials
 * are kept outside of the safe, with what each is bound to. It holds no secret, and reading it opens nothing that it
 * names.
 */
public record CredentialsConfig(SafeConfig safe, Map<String, VaultConfig> vaults, List<Declared> credentials) {

    /** What reading the file came to. */
    public sealed interface Result {}

    /** It is right. */
    public record Loaded(CredentialsConfig config) implements Result {}

    /** All that is wrong with it. */
    public record Faulty(List<Fault> faults) implements Result {
        public Faulty {
            faults = List.copyOf(faults);
        }
    }

    /** Where the safe is and what opens it. */
    public record SafeConfig(Path file, Key key) {
        private static final String FILE = "credentials.safe";
        private static final String KEY_FILE = "credentials.key";

        /** The safe where nothing is said about it, with its key in a file beside it. */
        static SafeConfig in(Path folder) {
            return new SafeConfig(folder.resolve(FILE), standardKey(folder));
        }

        static Path standardFile(Path folder) {
            return folder.resolve(FILE);
        }

        static Key standardKey(Path folder) {
            return new KeyInFile(folder.resolve(KEY_FILE));
        }
    }

    /** What opens a safe. */
    public sealed interface Key {}

    /** A key file. */
    public record KeyInFile(Path file) implements Key {}

    /** A passphrase that a person types. */
    public record PromptedPassphrase() implements Key {}

    /** A passphrase in a file. */
    public record PassphraseInFile(Path file, SecretFile.Access access) implements Key {}

    /** A key of the Transit engine of a vault. */
    public record KeyInVault(String vault, String mount, String key) implements Key {}

    /** One credential of the file. */
    public record Declared(CredentialId id, List<BoundHost> hosts, CredentialKind kind, From from) {
        public Declared {
            hosts = List.copyOf(hosts);
        }
    }

    /** Where a value is kept. */
    public sealed interface From {}

    /** In a file. */
    public record FromFile(Path file, SecretFile.Access access) implements From {}

    /** In a variable of the executor's environment. */
    public record FromEnvironment(String variable) implements From {}

    /** In a field of a secret of the key-value engine, version 2. */
    public record FromVault(String vault, String mount, String path, String field) implements From {}

    public CredentialsConfig {
        vaults = Map.copyOf(vaults);
        credentials = List.copyOf(credentials);
    }

    /** What holds in a folder without the file. */
    public static CredentialsConfig in(Path folder) {
        return new CredentialsConfig(SafeConfig.in(folder), Map.of(), List.of());
    }

    /** Reads a file; relative paths in it begin at {@code folder}. */
    public static Result load(SourceFile file, Path folder) {
        return new CredentialsLoader(folder).load(file);
    }
}
