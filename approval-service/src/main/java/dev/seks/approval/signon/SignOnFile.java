// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.signon;

import dev.seks.approval.settings.Setting;
import dev.seks.approval.settings.SettingsFile;
import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlScalar;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the YAML file that says with whom people sign on; paths in it are relative to it. */
public final class SignOnFile {
    private final SettingsFile file;
    private final Faults faults;

    private SignOnFile(SettingsFile file) {
        this.file = file;
        this.faults = file.faults();
    }

    /**
     * Reads one file.
     *
     * @throws IllegalArgumentException that names all that is wrong with it
     */
    public static SignOnConfig read(Path file) {
        return SettingsFile.read(
                file,
                "the sign-on settings",
                Setting.keys(SignOnSetting.values()),
                (root, fields, settings) -> new SignOnFile(settings).config(root, fields));
    }

    private @Nullable SignOnConfig config(YamlNode root, YamlFields fields) {
        URI issuer =
                fields.requiredText(SignOnSetting.ISSUER.key()).map(this::url).orElse(null);
        String client = fields.requiredText(SignOnSetting.CLIENT_ID.key())
                .map(YamlScalar::text)
                .orElse(null);
        Path secret = fields.text(SignOnSetting.CLIENT_SECRET_FILE.key())
                .map(path -> file.resolve(path.text()))
                .orElse(null);
        String label =
                fields.text(SignOnSetting.LABEL.key()).map(YamlScalar::text).orElse(SignOnSetting.LABEL.fallback());
        URI inbox = fields.text(SignOnSetting.INBOX_URL.key()).map(this::url).orElse(null);
        if (issuer == null || client == null || !faults.isEmpty()) {
            return null;
        }
        try {
            return new SignOnConfig(issuer, client, secret, label, inbox);
        } catch (IllegalArgumentException e) {
            faults.add(root, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable URI url(YamlScalar text) {
        try {
            return URI.create(text.text());
        } catch (IllegalArgumentException e) {
            faults.add(text, text.described() + ", expected a URL");
            return null;
        }
    }
}
