// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.custody;

import dev.seks.executor.credential.SecretFile;
import dev.seks.executor.custody.CredentialsConfig.From;
import dev.seks.executor.custody.CredentialsConfig.FromEnvironment;
import dev.seks.executor.custody.CredentialsConfig.FromFile;
import dev.seks.executor.custody.CredentialsConfig.FromVault;
import dev.seks.executor.custody.CredentialsConfig.Key;
import dev.seks.executor.custody.CredentialsConfig.KeyInFile;
import dev.seks.executor.custody.CredentialsConfig.KeyInVault;
import dev.seks.executor.custody.CredentialsConfig.PassphraseInFile;
import dev.seks.executor.custody.CredentialsConfig.PromptedPassphrase;
import dev.seks.executor.custody.CredentialsConfig.SafeConfig;
import dev.seks.executor.vault.VaultConfig;
import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlScalar;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads where things are kept: the value of a credential, the safe, and the key of the safe. */
final class PlaceLoader {
    static final int MAX_PATH = 1_024;

    private static final Set<String> KEYS_OF_FROM =
            Set.of("file", "allow_readable", "environment", "vault", "mount", "path", "field");
    private static final Set<String> KEYS_OF_KEY =
            Set.of("file", "passphrase", "passphrase_file", "allow_readable", "vault", "mount", "transit");
    private static final String PROMPT = "prompt";
    private static final String KV_MOUNT = "secret";
    private static final String TRANSIT_MOUNT = "transit";

    private final Path folder;
    private final Set<String> vaults;
    private final Faults faults;

    /** {@code vaults}: the names of those that are declared. */
    PlaceLoader(Path folder, Set<String> vaults, Faults faults) {
        this.folder = folder;
        this.vaults = vaults;
        this.faults = faults;
    }

    Optional<From> from(YamlNode node) {
        return YamlFields.of(node, "from", KEYS_OF_FROM, faults).flatMap(this::from);
    }

    private Optional<From> from(YamlFields fields) {
        if (!isOneOf(fields, "from", List.of("file", "environment", "vault"))) {
            return Optional.empty();
        }
        if (fields.has("file")) {
            return standsAlone(fields, Set.of("file", "allow_readable"))
                    ? path(fields, "file").map(file -> new FromFile(file, access(fields, faults)))
                    : Optional.empty();
        }
        if (fields.has("environment")) {
            return standsAlone(fields, Set.of("environment"))
                    ? fields.text("environment").flatMap(this::environment)
                    : Optional.empty();
        }
        return standsAlone(fields, Set.of("vault", "mount", "path", "field")) ? inVault(fields) : Optional.empty();
    }

    private Optional<From> environment(YamlScalar variable) {
        if (!variable.text().matches("[A-Za-z_][A-Za-z0-9_]{0,127}")) {
            faults.add(
                    variable,
                    "environment " + variable.described() + ", expected the name of a variable such as FORGE_TOKEN");
            return Optional.empty();
        }
        return Optional.of(new FromEnvironment(variable.text()));
    }

    private Optional<From> inVault(YamlFields fields) {
        Optional<String> vault = vault(fields);
        Optional<String> mount = vaultPath(fields, "mount", KV_MOUNT);
        fields.required("path");
        Optional<String> path = vaultPath(fields, "path", "");
        Optional<YamlScalar> field = fields.requiredText("field").filter(this::isField);
        if (vault.isEmpty() || mount.isEmpty() || path.isEmpty() || field.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new FromVault(vault.get(), mount.get(), path.get(), field.get().text()));
    }

    private boolean isField(YamlScalar field) {
        boolean fits = !field.text().isBlank() && field.text().length() <= 128;
        if (!fits) {
            faults.add(field, "field " + field.described() + ", expected the name of a field");
        }
        return fits;
    }

    Optional<SafeConfig> safe(YamlNode node) {
        return YamlFields.of(node, "safe", Set.of("file", "key"), faults).flatMap(fields -> {
            Path file = fields.has("file") ? path(fields, "file").orElse(folder) : SafeConfig.standardFile(folder);
            Optional<Key> key = fields.has("key")
                    ? fields.any("key").flatMap(this::key)
                    : Optional.of(SafeConfig.standardKey(folder));
            return key.map(k -> new SafeConfig(file, k));
        });
    }

    private Optional<Key> key(YamlNode node) {
        return YamlFields.of(node, "key", KEYS_OF_KEY, faults).flatMap(this::key);
    }

    private Optional<Key> key(YamlFields fields) {
        if (!isOneOf(fields, "key", List.of("file", "passphrase", "passphrase_file", "vault"))) {
            return Optional.empty();
        }
        if (fields.has("file")) {
            return standsAlone(fields, Set.of("file")) ? path(fields, "file").map(KeyInFile::new) : Optional.empty();
        }
        if (fields.has("passphrase")) {
            return standsAlone(fields, Set.of("passphrase"))
                    ? fields.text("passphrase").flatMap(this::prompt)
                    : Optional.empty();
        }
        if (fields.has("passphrase_file")) {
            return standsAlone(fields, Set.of("passphrase_file", "allow_readable"))
                    ? path(fields, "passphrase_file").map(file -> new PassphraseInFile(file, access(fields, faults)))
                    : Optional.empty();
        }
        return standsAlone(fields, Set.of("vault", "mount", "transit")) ? transit(fields) : Optional.empty();
    }

    /** The passphrase itself must not stand here, and a message must not repeat it. */
    private Optional<Key> prompt(YamlScalar word) {
        if (!word.text().equals(PROMPT)) {
            faults.add(word, "passphrase is not \"" + PROMPT + "\"; the passphrase itself must never stand here");
            return Optional.empty();
        }
        return Optional.of(new PromptedPassphrase());
    }

    private Optional<Key> transit(YamlFields fields) {
        Optional<String> vault = vault(fields);
        Optional<String> mount = vaultPath(fields, "mount", TRANSIT_MOUNT);
        fields.required("transit");
        Optional<String> key = vaultPath(fields, "transit", "");
        if (vault.isEmpty() || mount.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new KeyInVault(vault.get(), mount.get(), key.get()));
    }

    private Optional<String> vault(YamlFields fields) {
        return fields.requiredText("vault")
                .filter(name -> {
                    boolean known = vaults.contains(name.text());
                    if (!known) {
                        faults.add(
                                name,
                                "vault " + name.described() + faults.didYouMean(name.text(), vaults)
                                        + ", expected one that is listed under vaults");
                    }
                    return known;
                })
                .map(YamlScalar::text);
    }

    /** Empty only after a fault, so that an absent key is told from a wrong one. */
    private Optional<String> vaultPath(YamlFields fields, String key, String absent) {
        if (!fields.has(key)) {
            return Optional.of(absent).filter(text -> !text.isEmpty());
        }
        return fields.text(key)
                .filter(text -> {
                    boolean fits = VaultConfig.isPath(text.text());
                    if (!fits) {
                        faults.add(text, key + " " + text.described() + ", expected names joined by slashes");
                    }
                    return fits;
                })
                .map(YamlScalar::text);
    }

    private Optional<Path> path(YamlFields fields, String key) {
        return fields.text(key).flatMap(text -> path(folder, text, key, faults));
    }

    static Optional<Path> path(Path folder, YamlScalar text, String what, Faults faults) {
        if (text.text().isBlank()
                || text.text().length() > MAX_PATH
                || text.text().indexOf('\0') >= 0) {
            faults.add(text, what + " " + text.described() + ", expected a path");
            return Optional.empty();
        }
        return Optional.of(folder.resolve(text.text()).normalize());
    }

    static SecretFile.Access access(YamlFields fields, Faults faults) {
        return fields.flag("allow_readable").orElse(false) ? SecretFile.Access.READABLE : SecretFile.Access.OWNER_ONLY;
    }

    private boolean isOneOf(YamlFields fields, String what, List<String> kinds) {
        boolean one = kinds.stream().filter(fields::has).count() == 1;
        if (!one) {
            faults.add(fields.node(), what + " has exactly one of " + String.join(", ", kinds));
        }
        return one;
    }

    /** Whether no key is there that says nothing about this kind of place. */
    private boolean standsAlone(YamlFields fields, Set<String> allowed) {
        List<String> others = fields.node().entries().keySet().stream()
                .filter(key -> !allowed.contains(key))
                .toList();
        others.forEach(key -> faults.add(
                fields.node().entries().get(key).key(),
                "key " + key + " does not belong to this kind of place, expected "
                        + String.join(", ", allowed.stream().sorted().toList())));
        return others.isEmpty();
    }
}
