// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Reads a secret from a file that nobody but its owner can read. */
public final class SecretFile {
    /** Shortest secret that is taken for one, in characters. */
    static final int MIN_LENGTH = 20;

    /** Longest one. */
    static final int MAX_LENGTH = 4_096;

    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private SecretFile() {}

    /** The secret without surrounding blanks. Messages name the file, never what is in it. */
    public static String read(Path file) {
        return read(file, MIN_LENGTH);
    }

    /** The same of a secret whose length is for others to choose, such as a password. */
    public static String read(Path file, int shortest) {
        try {
            if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
                throw new IllegalArgumentException(file + " can be used by others than its owner, expected mode 0600");
            }
            if (Files.size(file) > MAX_LENGTH) {
                throw new IllegalArgumentException(file + " is too long, expected one secret");
            }
            String secret = Files.readString(file, StandardCharsets.UTF_8).strip();
            if (secret.length() < shortest) {
                throw new IllegalArgumentException(
                        file + " holds " + secret.length() + " characters, expected at least " + shortest);
            }
            return secret;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
