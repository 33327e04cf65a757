// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.custody;

import dev.seks.executor.credential.BoundHost;
import dev.seks.executor.credential.CredentialId;
import dev.seks.executor.credential.CredentialKind;
import dev.seks.executor.credential.CredentialKind.GithubApp;
import dev.seks.executor.credential.StoredCredential;
import dev.seks.executor.custody.CredentialsConfig.Declared;
import dev.seks.executor.custody.CredentialsConfig.From;
import dev.seks.executor.custody.CredentialsConfig.SafeConfig;
import dev.seks.executor.vault.VaultConfig;
import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.SourceFile;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlMapping;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlReader;
import dev.seks.schemas.yaml.YamlScalar;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a {@code credentials.yaml}, or finds all that is wrong with it. */
final class CredentialsLoader {
    static final int MAX_CREDENTIALS = 1_000;
    static final int MAX_VAULTS = 16;

    private static final String VERSION = "1";

    private final Path folder;
    private final Faults faults = new Faults();

    CredentialsLoader(Path folder) {
        this.folder = folder;
    }

    CredentialsConfig.Result load(SourceFile file) {
        YamlNode root = YamlReader.read(file, faults);
        Optional<CredentialsConfig> config = root == null
                ? Optional.empty()
                : YamlFields.of(root, "a credentials file", Set.of("version", "safe", "vaults", "credentials"), faults)
                        .map(this::config);
        return faults.isEmpty() && config.isPresent()
                ? new CredentialsConfig.Loaded(config.get())
                : new CredentialsConfig.Faulty(faults.sorted());
    }

    private CredentialsConfig config(YamlFields fields) {
        fields.required("version").ifPresent(this::version);
        Map<String, VaultConfig> vaults = vaults(fields);
        PlaceLoader places = new PlaceLoader(folder, fields.entries("vaults").keySet(), faults);
        SafeConfig safe = fields.any("safe").flatMap(places::safe).orElse(SafeConfig.in(folder));
        return new CredentialsConfig(safe, vaults, credentials(fields, places));
    }

    private void version(YamlNode node) {
        if (!(node instanceof YamlScalar version) || !version.text().equals(VERSION)) {
            faults.add(node, "version is " + node.described() + ", expected " + VERSION);
        }
    }

    private Map<String, VaultConfig> vaults(YamlFields fields) {
        Map<String, VaultConfig> vaults = new LinkedHashMap<>();
        Map<String, YamlMapping.Entry> entries = fields.entries("vaults");
        if (entries.size() > MAX_VAULTS) {
            faults.add(fields.node(), entries.size() + " vaults, expected at most " + MAX_VAULTS);
            return vaults;
        }
        VaultLoader loader = new VaultLoader(folder, faults);
        entries.forEach((name, entry) -> {
            if (isName(entry.key(), "vault")) {
                loader.vault(entry.value()).ifPresent(vault -> vaults.put(name, vault));
            }
        });
        return vaults;
    }

    private List<Declared> credentials(YamlFields fields, PlaceLoader places) {
        List<YamlNode> items = fields.items("credentials");
        if (items.size() > MAX_CREDENTIALS) {
            faults.add(fields.node(), items.size() + " credentials, expected at most " + MAX_CREDENTIALS);
            return List.of();
        }
        Map<CredentialId, Declared> declared = new LinkedHashMap<>();
        for (YamlNode item : items) {
            credential(item, places).ifPresent(one -> {
                if (declared.putIfAbsent(one.id(), one) != null) {
                    faults.add(item, "credential " + one.id() + " twice");
                }
            });
        }
        return List.copyOf(declared.values());
    }

    private Optional<Declared> credential(YamlNode node, PlaceLoader places) {
        return YamlFields.of(node, "a credential", Set.of("name", "domain", "hosts", "from", "github_app"), faults)
                .flatMap(fields -> credential(fields, places));
    }

    private Optional<Declared> credential(YamlFields fields, PlaceLoader places) {
        Optional<YamlScalar> name = fields.requiredText("name").filter(text -> isName(text, "name"));
        Optional<YamlScalar> domain = fields.requiredText("domain").filter(text -> isName(text, "domain"));
        List<BoundHost> hosts = hosts(fields);
        Optional<From> from = fields.required("from").flatMap(places::from);
        Optional<CredentialKind> kind = fields.has("github_app")
                ? fields.any("github_app").flatMap(this::githubApp)
                : Optional.of(CredentialKind.plain());
        if (name.isEmpty() || domain.isEmpty() || hosts.isEmpty() || from.isEmpty() || kind.isEmpty()) {
            return Optional.empty();
        }
        CredentialId id = new CredentialId(domain.get().text(), name.get().text());
        return Optional.of(new Declared(id, hosts, kind.get(), from.get()));
    }

    private Optional<CredentialKind> githubApp(YamlNode node) {
        return YamlFields.of(node, "github_app", Set.of("app", "installation", "api"), faults)
                .flatMap(fields -> {
                    Optional<YamlNode> app = fields.required("app").filter(this::isApp);
                    fields.required("installation");
                    Optional<Long> installation = fields.integer("installation", 1, Long.MAX_VALUE / 10);
                    Optional<URI> api = fields.has("api")
                            ? fields.text("api").flatMap(text -> VaultLoader.base(text, "api", faults))
                            : Optional.of(GithubApp.GITHUB);
                    if (app.isEmpty() || installation.isEmpty() || api.isEmpty()) {
                        return Optional.empty();
                    }
                    return Optional.of(new GithubApp(((YamlScalar) app.get()).text(), installation.get(), api.get()));
                });
    }

    /** An id is a number, a client id is text: quoted or not, both are meant as they are written. */
    private boolean isApp(YamlNode node) {
        boolean fits = node instanceof YamlScalar app && GithubApp.isApp(app.text());
        if (!fits) {
            faults.add(node, "app " + node.described() + ", expected the id or the client id of a GitHub App");
        }
        return fits;
    }

    private boolean isName(YamlScalar text, String what) {
        boolean fits = CredentialId.isName(text.text());
        if (!fits) {
            faults.add(text, what + " " + text.described() + ", expected " + CredentialId.grammar());
        }
        return fits;
    }

    /** The hosts of a credential; a list without any is a fault, since unbound it could be sent anywhere. */
    private List<BoundHost> hosts(YamlFields fields) {
        int before = faults.count();
        fields.required("hosts");
        List<BoundHost> hosts = new ArrayList<>();
        for (YamlScalar text : fields.texts("hosts")) {
            BoundHost.parse(text.text())
                    .ifPresentOrElse(
                            hosts::add,
                            () -> faults.add(text, "host " + text.described() + ", expected " + BoundHost.form()));
        }
        if (faults.count() == before && (hosts.isEmpty() || hosts.size() > StoredCredential.MAX_HOSTS)) {
            faults.add(
                    fields.any("hosts").orElse(fields.node()),
                    hosts.size() + " hosts, expected 1 to " + StoredCredential.MAX_HOSTS);
        }
        return faults.count() == before ? hosts : List.of();
    }
}
