// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.dev;

import dev.seks.cli.fault.EnvironmentFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/** Where {@code seks dev} keeps what must outlive it. Secrets are readable by their owner alone. */
record DataFolder(Path root) {
    private static final int SECRET_BYTES = 32;
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    DataFolder {
        root = root.toAbsolutePath().normalize();
    }

    Path kafka() {
        return root.resolve("kafka");
    }

    /** State stores of the topology; can be rebuilt from the topics. */
    Path state() {
        return root.resolve("state");
    }

    /** The root of file actions. */
    Path files() {
        return root.resolve("files");
    }

    Path log() {
        return root.resolve("logs").resolve("seks.log");
    }

    /** Credentials of the user's own services, and what they are bound to. */
    Path credentials() {
        return root.resolve("credentials");
    }

    /** The forge's own credentials, one file each. */
    Path secrets() {
        return root.resolve("secrets");
    }

    /** The bearer token that deciding about approvals takes. */
    Path token() {
        return root.resolve("token");
    }

    Path policy() {
        return root.resolve("seks-policy.yaml");
    }

    Path ports() {
        return root.resolve("ports");
    }

    /** What other commands read to find a running {@code seks dev}. */
    Path devJson() {
        return root.resolve("dev.json");
    }

    void create() {
        try {
            Files.createDirectories(files());
            Files.createDirectories(log().getParent());
            for (Path closed : List.of(secrets(), credentials())) {
                if (!Files.isDirectory(closed)) {
                    Files.createDirectory(closed, OWNER_ONLY_FOLDER);
                }
            }
        } catch (IOException e) {
            throw EnvironmentFault.because("folder " + root + " cannot be written: " + e.getMessage(), e)
                    .hint("choose another folder with --data, or make this one writable");
        }
    }

    /** The secret of a file, made on first use. */
    static String secret(Path file) {
        try {
            if (!Files.exists(file)) {
                byte[] random = new byte[SECRET_BYTES];
                new SecureRandom().nextBytes(random);
                Files.createFile(file, OWNER_ONLY);
                Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw EnvironmentFault.because("the secret in " + file + " cannot be read or made", e);
        }
    }

    /** Writes a file so that whoever reads it sees the old text or the new one. */
    static void replace(Path file, String text) {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(
                    draft,
                    text,
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw EnvironmentFault.because(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
