// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Reads small files that hold a secret, and refuses those of which it is unknown who else has read or written them. */
public final class SecretFile {
    private static final int MAX_BYTES = 4 * Secret.MAX_LENGTH;

    private static final Set<PosixFilePermission> WRITERS =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    private static final Set<PosixFilePermission> READERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_EXECUTE);

    /** A mount may exchange what a link points at between two steps of a reading. */
    private static final int TRIES = 3;

    private SecretFile() {}

    /** Who besides the owner may have access to a file. */
    public enum Access {
        /** Nobody, and nobody else may exchange it either. */
        OWNER_ONLY,
        /** Others may read it: inside a container, where every file of a mount is readable. */
        READABLE
    }

    /** The text of a file without its last line break, which editors add. */
    public static Lookup<Secret> text(Path file, Access access) {
        Lookup<byte[]> bytes = bytes(file, access, MAX_BYTES);
        if (bytes instanceof Lookup.Found<byte[]> found) {
            try {
                return usable(file, text(found.value()));
            } finally {
                Arrays.fill(found.value(), (byte) 0);
            }
        }
        return bytes instanceof Lookup.Unusable<byte[]> unusable
                ? Lookup.unusable(unusable.reason())
                : Lookup.missing();
    }

    /** The text that these bytes are, without its last line break; empty, which is no secret, when they are none. */
    public static String text(byte[] bytes) {
        try {
            return withoutLastLineBreak(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return "";
        }
    }

    /** The bytes of a file of at most {@code maxBytes}; whoever takes them overwrites them after use. */
    public static Lookup<byte[]> bytes(Path file, Access access, int maxBytes) {
        for (int tries = 1; ; tries++) {
            try {
                return bytesOf(file, access, maxBytes);
            } catch (NoSuchFileException e) {
                if (tries == TRIES) {
                    return Lookup.missing();
                }
            } catch (IOException e) {
                // only the kind of failure: a message of the file system is not ours to trust
                return Lookup.unusable(file + " cannot be read: " + e.getClass().getSimpleName());
            }
        }
    }

    private static Lookup<byte[]> bytesOf(Path named, Access access, int maxBytes) throws IOException {
        Path real = named.toRealPath();
        if (!Files.readAttributes(real, BasicFileAttributes.class).isRegularFile()) {
            return Lookup.unusable(named + " is no file");
        }
        if (access == Access.OWNER_ONLY && (mayTouch(real, WRITERS) || mayTouch(real, READERS))) {
            return Lookup.unusable(named + " is open to others, expected mode 0600");
        }
        if (mayTouch(real, WRITERS)) {
            return Lookup.unusable(named + " can be written by others, expected by its owner alone");
        }
        if (access == Access.OWNER_ONLY && isExchangeable(real)) {
            return Lookup.unusable(exchangeable(named));
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(real)) {
            bytes = in.readNBytes(maxBytes + 1);
        }
        if (bytes.length > maxBytes) {
            Arrays.fill(bytes, (byte) 0);
            return Lookup.unusable(named + " is larger than " + maxBytes + " bytes");
        }
        return Lookup.found(bytes);
    }

    /** Whether others may put another file in the place of this one, which need not be there. */
    public static boolean isExchangeable(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        return folder != null && mayTouch(folder, WRITERS);
    }

    /** What is wrong with such a file, for a message. */
    public static String exchangeable(Path file) {
        return "the folder of " + file + " can be written by others, expected by its owner alone";
    }

    private static boolean mayTouch(Path path, Set<PosixFilePermission> who) throws IOException {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return false;
        }
        return Files.getPosixFilePermissions(path).stream().anyMatch(who::contains);
    }

    private static Lookup<Secret> usable(Path file, String value) {
        return Secret.fits(value) ? Lookup.found(Secret.of(value)) : Lookup.unusable(file + " is " + Secret.UNFIT);
    }

    private static String withoutLastLineBreak(String text) {
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
