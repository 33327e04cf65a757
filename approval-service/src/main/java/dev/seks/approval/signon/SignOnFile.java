// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.signon;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.SourceFile;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlReader;
import dev.seks.schemas.yaml.YamlScalar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the YAML file that says with whom people sign on; paths in it are relative to it. */
public final class SignOnFile {
    private static final int MAX_BYTES = 64 * 1024;

    private final Path folder;
    private final Faults faults = new Faults();

    private SignOnFile(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads one file.
     *
     * @throws IllegalArgumentException that names all that is wrong with it
     */
    public static SignOnConfig read(Path file) {
        Path absolute = file.toAbsolutePath();
        SourceFile source = new SourceFile(file.toString(), text(absolute));
        return new SignOnFile(Optional.ofNullable(absolute.getParent()).orElse(absolute)).read(source);
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IllegalArgumentException(file + " is too long, expected at most " + MAX_BYTES + " bytes");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private SignOnConfig read(SourceFile source) {
        YamlNode root = YamlReader.read(source, faults);
        SignOnConfig config = root == null
                ? null
                : YamlFields.of(root, "the sign-on settings", SignOnSetting.keys(), faults)
                        .map(fields -> config(root, fields))
                        .orElse(null);
        if (config == null || !faults.isEmpty()) {
            throw new IllegalArgumentException(
                    faults.sorted().stream().map(Object::toString).collect(Collectors.joining("\n")));
        }
        return config;
    }

    private @Nullable SignOnConfig config(YamlNode root, YamlFields fields) {
        URI issuer =
                fields.requiredText(SignOnSetting.ISSUER.key()).map(this::url).orElse(null);
        String client = fields.requiredText(SignOnSetting.CLIENT_ID.key())
                .map(YamlScalar::text)
                .orElse(null);
        Path secret = fields.text(SignOnSetting.CLIENT_SECRET_FILE.key())
                .map(path -> folder.resolve(path.text()))
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
