// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.custody;

import dev.seks.executor.credential.SecretFile;
import dev.seks.executor.remote.JsonHttp;
import dev.seks.executor.vault.VaultConfig;
import dev.seks.executor.vault.VaultConfig.AppRoleLogin;
import dev.seks.executor.vault.VaultConfig.Login;
import dev.seks.executor.vault.VaultConfig.TokenLogin;
import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlScalar;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Reads where a vault is and how to log in. */
final class VaultLoader {
    private static final String APPROLE_MOUNT = "approle";

    private final Path folder;
    private final Faults faults;

    VaultLoader(Path folder, Faults faults) {
        this.folder = folder;
        this.faults = faults;
    }

    Optional<VaultConfig> vault(YamlNode node) {
        return YamlFields.of(
                        node,
                        "a vault",
                        Set.of("address", "namespace", "token_file", "allow_readable", "approle"),
                        faults)
                .flatMap(this::vault);
    }

    private Optional<VaultConfig> vault(YamlFields fields) {
        int before = faults.count();
        Optional<URI> address = fields.requiredText("address").flatMap(text -> base(text, "address", faults));
        Optional<YamlScalar> namespace = fields.text("namespace").filter(text -> isPath(text, "namespace"));
        SecretFile.Access access = PlaceLoader.access(fields, faults);
        if (fields.has("token_file") == fields.has("approle")) {
            faults.add(fields.node(), "a vault has exactly one of token_file, approle");
        }
        Optional<Login> login = fields.has("token_file")
                ? file(fields, "token_file").map(file -> new TokenLogin(file, access))
                : fields.any("approle").flatMap(role -> approle(role, access));
        if (faults.count() > before || address.isEmpty() || login.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new VaultConfig(
                address.get(), namespace.map(YamlScalar::text).orElse(null), login.get(), VaultConfig.DEFAULT_TIMEOUT));
    }

    /** The base URL of a server that secrets are asked of. */
    static Optional<URI> base(YamlScalar text, String what, Faults faults) {
        try {
            URI url = new URI(text.text());
            if (JsonHttp.isBase(url)) {
                return Optional.of(url);
            }
        } catch (URISyntaxException e) {
            // told below, together with everything else that is no such URL
        }
        faults.add(text, what + " " + text.described() + ", expected " + JsonHttp.baseForm());
        return Optional.empty();
    }

    private Optional<Login> approle(YamlNode node, SecretFile.Access access) {
        return YamlFields.of(node, "approle", Set.of("role_id", "secret_id_file", "mount"), faults)
                .flatMap(fields -> {
                    Optional<YamlScalar> role = fields.requiredText("role_id").filter(this::isRole);
                    fields.required("secret_id_file");
                    Optional<Path> secretId = file(fields, "secret_id_file");
                    Optional<YamlScalar> mount = fields.text("mount").filter(text -> isPath(text, "mount"));
                    if (role.isEmpty() || secretId.isEmpty()) {
                        return Optional.empty();
                    }
                    return Optional.of(new AppRoleLogin(
                            mount.map(YamlScalar::text).orElse(APPROLE_MOUNT),
                            role.get().text(),
                            secretId.get(),
                            access));
                });
    }

    private boolean isRole(YamlScalar role) {
        boolean fits = role.text().matches("[A-Za-z0-9._-]{1,256}");
        if (!fits) {
            faults.add(role, "role_id " + role.described() + ", expected letters, digits, '.', '_' and '-'");
        }
        return fits;
    }

    private boolean isPath(YamlScalar text, String what) {
        boolean fits = VaultConfig.isPath(text.text());
        if (!fits) {
            faults.add(text, what + " " + text.described() + ", expected names joined by slashes");
        }
        return fits;
    }

    private Optional<Path> file(YamlFields fields, String key) {
        return fields.text(key).flatMap(text -> PlaceLoader.path(folder, text, key, faults));
    }
}
