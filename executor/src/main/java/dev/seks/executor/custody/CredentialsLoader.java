// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.custody;

import dev.seks.executor.credential.BoundHost;
import dev.seks.executor.credential.CredentialId;
import dev.seks.executor.credential.CredentialKind;
import dev.seks.executor.credential.SecretFile;
import dev.seks.executor.credential.StoredCredential;
import dev.seks.executor.custody.CredentialsConfig.Declared;
import dev.seks.executor.custody.CredentialsConfig.From;
import dev.seks.executor.custody.CredentialsConfig.FromEnvironment;
import dev.seks.executor.custody.CredentialsConfig.FromFile;
import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.SourceFile;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlReader;
import dev.seks.schemas.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a {@code credentials.yaml}, or finds all that is wrong with it. */
final class CredentialsLoader {
    static final int MAX_CREDENTIALS = 1_000;
    static final int MAX_PATH = 1_024;

    private static final String VERSION = "1";

    private final Faults faults = new Faults();

    CredentialsConfig.Result load(SourceFile file) {
        YamlNode root = YamlReader.read(file, faults);
        Optional<CredentialsConfig> config = root == null
                ? Optional.empty()
                : YamlFields.of(root, "a credentials file", Set.of("version", "credentials"), faults)
                        .map(this::config);
        return faults.isEmpty() && config.isPresent()
                ? new CredentialsConfig.Loaded(config.get())
                : new CredentialsConfig.Faulty(faults.sorted());
    }

    private CredentialsConfig config(YamlFields fields) {
        fields.required("version").ifPresent(this::version);
        List<YamlNode> items = fields.items("credentials");
        if (items.size() > MAX_CREDENTIALS) {
            faults.add(fields.node(), items.size() + " credentials, expected at most " + MAX_CREDENTIALS);
            return CredentialsConfig.empty();
        }
        Map<CredentialId, Declared> declared = new LinkedHashMap<>();
        for (YamlNode item : items) {
            credential(item).ifPresent(one -> {
                if (declared.putIfAbsent(one.id(), one) != null) {
                    faults.add(item, "credential " + one.id() + " twice");
                }
            });
        }
        return new CredentialsConfig(List.copyOf(declared.values()));
    }

    private void version(YamlNode node) {
        if (!(node instanceof YamlScalar version) || !version.text().equals(VERSION)) {
            faults.add(node, "version is " + node.described() + ", expected " + VERSION);
        }
    }

    private Optional<Declared> credential(YamlNode node) {
        return YamlFields.of(node, "a credential", Set.of("name", "domain", "hosts", "from"), faults)
                .flatMap(this::credential);
    }

    private Optional<Declared> credential(YamlFields fields) {
        Optional<YamlScalar> name = fields.requiredText("name").filter(text -> isName(text, "name"));
        Optional<YamlScalar> domain = fields.requiredText("domain").filter(text -> isName(text, "domain"));
        List<BoundHost> hosts = hosts(fields);
        Optional<From> from = fields.required("from").flatMap(this::from);
        if (name.isEmpty() || domain.isEmpty() || hosts.isEmpty() || from.isEmpty()) {
            return Optional.empty();
        }
        CredentialId id = new CredentialId(domain.get().text(), name.get().text());
        return Optional.of(new Declared(id, hosts, CredentialKind.plain(), from.get()));
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

    private Optional<From> from(YamlNode node) {
        Optional<YamlFields> read =
                YamlFields.of(node, "from", Set.of("file", "allow_readable", "environment"), faults);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        YamlFields fields = read.get();
        if (fields.has("file") == fields.has("environment")) {
            faults.add(node, "from has either file or environment");
            return Optional.empty();
        }
        if (fields.has("environment")) {
            if (fields.has("allow_readable")) {
                faults.add(node, "allow_readable beside environment, expected it beside file");
                return Optional.empty();
            }
            return fields.text("environment").flatMap(this::environment);
        }
        SecretFile.Access access =
                fields.flag("allow_readable").orElse(false) ? SecretFile.Access.READABLE : SecretFile.Access.OWNER_ONLY;
        return fields.text("file").filter(path -> isPath(path, "file")).map(path -> new FromFile(path.text(), access));
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

    private boolean isPath(YamlScalar text, String what) {
        boolean fits = !text.text().isBlank()
                && text.text().length() <= MAX_PATH
                && text.text().indexOf('\0') < 0;
        if (!fits) {
            faults.add(text, what + " " + text.described() + ", expected a path");
        }
        return fits;
    }
}
