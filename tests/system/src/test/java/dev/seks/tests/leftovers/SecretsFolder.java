// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.leftovers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where credentials are kept by right: a folder called {@code secrets}, as {@code seks dev} has one too. What stands in
 * its files must stand nowhere else.
 */
public final class SecretsFolder {
    static final String NAME = "secrets";

    private SecretsFolder() {}

    /** Keeps a credential in the folder below {@code parent}; the file is its owner's alone. */
    public static Path keep(Path parent, String name, String credential) throws IOException {
        Path folder = Files.createDirectories(parent.resolve(NAME));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Path file = Files.writeString(folder.resolve(name), credential);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    static boolean isOne(Path folder) {
        return folder.endsWith(NAME);
    }
}
