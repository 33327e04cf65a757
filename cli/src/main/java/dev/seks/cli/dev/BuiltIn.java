// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.dev;

import dev.seks.schemas.yaml.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What {@code seks dev} starts with when it is given nothing: an example policy, and a catalogue for the code forge. */
final class BuiltIn {
    private static final List<String> CATALOGUE = List.of("email.yaml", "github.yaml");
    private static final String FORGE = "{forge}";

    private BuiltIn() {}

    /** The example policy. */
    static String policy() {
        return resource("/dev/seks/cli/policy/seks-policy.yaml");
    }

    /** The catalogue, for the forge at an address. */
    static List<SourceFile> catalogue(String forge) {
        return CATALOGUE.stream()
                .map(name -> new SourceFile(
                        "catalogue/" + name,
                        resource("/dev/seks/cli/catalogue/" + name).replace(FORGE, forge)))
                .toList();
    }

    private static String resource(String name) {
        try (InputStream in = BuiltIn.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the build lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
