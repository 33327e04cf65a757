// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Credentials as files, read anew at every use. A file or folder that the group or others may touch is not used: who
 * else has read it is unknown.
 */
final class SecretFolder implements CredentialStore {
    private static final Logger LOG = LoggerFactory.getLogger(SecretFolder.class);
    private static final Pattern REF = Pattern.compile("[a-z][a-z0-9_-]{0,63}");
    private static final int MAX_BYTES = 4 * Secret.MAX_LENGTH;
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private final Path folder;

    SecretFolder(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<Secret> find(String ref) {
        if (!REF.matcher(ref).matches()) {
            return refused(ref, "not a reference");
        }
        Path file = folder.resolve(ref);
        try {
            if (isOpenToOthers(folder) || isOpenToOthers(file)) {
                return refused(ref, "open to others, expected mode 0600 in a folder of mode 0700");
            }
            if (Files.size(file) > MAX_BYTES) {
                return refused(ref, "larger than " + MAX_BYTES + " bytes");
            }
            return usable(ref, withoutLastLineBreak(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (NoSuchFileException e) {
            return Optional.empty(); // another store may have it; whoever asked says that nobody had
        } catch (IOException e) {
            // only the kind of failure: the message of a decoding failure is not ours to trust
            return refused(ref, "not readable: " + e.getClass().getSimpleName());
        }
    }

    private static Optional<Secret> usable(String ref, String value) {
        return value.isBlank() || value.length() > Secret.MAX_LENGTH
                ? refused(ref, "empty or too long")
                : Optional.of(Secret.of(value));
    }

    private static boolean isOpenToOthers(Path path) throws IOException {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return false;
        }
        return Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains);
    }

    /** Editors end a file with a line break that is no part of the secret. */
    private static String withoutLastLineBreak(String text) {
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    private static Optional<Secret> refused(String ref, String reason) {
        LOG.warn("event=credential_unavailable credentialRef={} reason=\"{}\"", ref, reason);
        return Optional.empty();
    }
}
