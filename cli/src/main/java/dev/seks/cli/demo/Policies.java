// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.demo;

import dev.seks.cli.dev.AllInOne;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Brings the policies of a story into force, each once. */
final class Policies {
    private static final String OPERATOR = "{operator}";

    private final AllInOne all;
    private final Path folder;
    private @Nullable String current;

    Policies(AllInOne all, Path folder) {
        this.all = all;
        this.folder = folder;
    }

    /** Has the policy of this name in force; its version, where it was another before. */
    OptionalInt bringIntoForce(@Nullable String name) {
        if (name == null || name.equals(current)) {
            return OptionalInt.empty();
        }
        current = name;
        try (InputStream text = Policies.class.getResourceAsStream(name)) {
            byte[] bytes = Objects.requireNonNull(text, name).readAllBytes();
            String policy = new String(bytes, StandardCharsets.UTF_8).replace(OPERATOR, all.operator());
            return OptionalInt.of(all.publish(Files.writeString(folder.resolve(name), policy)));
        } catch (IOException e) {
            throw new UncheckedIOException("policy " + name + " of the story cannot be written", e);
        }
    }
}
