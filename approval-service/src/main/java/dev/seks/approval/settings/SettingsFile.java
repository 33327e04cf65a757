// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.settings;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.SourceFile;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A YAML file with settings of one kind, read as a whole; paths in it are relative to it. */
public final class SettingsFile {
    private static final int MAX_BYTES = 64 * 1024;

    private final Path folder;
    private final Faults faults = new Faults();

    private SettingsFile(Path folder) {
        this.folder = folder;
    }

    /** Makes settings of the fields of a file; what is wrong goes to the file's faults. */
    public interface Form<T> {
        @Nullable
        T of(YamlNode root, YamlFields fields, SettingsFile file);
    }

    /**
     * Reads one file; {@code what} names its content in faults.
     *
     * @throws IllegalArgumentException that names all that is wrong with it
     */
    public static <T> T read(Path file, String what, Set<String> keys, Form<T> form) {
        Path absolute = file.toAbsolutePath();
        SourceFile source = new SourceFile(file.toString(), text(absolute));
        SettingsFile settings =
                new SettingsFile(Optional.ofNullable(absolute.getParent()).orElse(absolute));
        YamlNode root = YamlReader.read(source, settings.faults);
        T read = root == null
                ? null
                : YamlFields.of(root, what, keys, settings.faults)
                        .map(fields -> form.of(root, fields, settings))
                        .orElse(null);
        if (read == null || !settings.faults.isEmpty()) {
            throw new IllegalArgumentException(
                    settings.faults.sorted().stream().map(Object::toString).collect(Collectors.joining("\n")));
        }
        return read;
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

    public Faults faults() {
        return faults;
    }

    /** A path that the file names, seen from where the file is. */
    public Path resolve(String path) {
        return folder.resolve(path);
    }
}
