// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.safe;

import dev.seks.executor.credential.SecretFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes a file as a whole: whoever reads it, also after a crash, finds the old bytes or the new ones. Only its owner may
 * read it, from its first moment on. Not for two writers at a time.
 */
final class WholeFile {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private WholeFile() {}

    static void write(Path file, byte[] bytes) throws SafeException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            if (SecretFile.isExchangeable(file)) {
                throw new SafeException(SecretFile.exchangeable(file));
            }
            if (Files.isSymbolicLink(file)) {
                throw new SafeException(file + " is a link, expected the file itself");
            }
            Files.deleteIfExists(draft); // of a writer that was killed
            try (FileChannel out = FileChannel.open(
                    draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes())) {
                for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
                    out.write(left);
                }
                out.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            syncFolder(file);
        } catch (IOException e) {
            throw new SafeException(file + " cannot be written: " + reason(e));
        }
    }

    /** Else the name could still lead to the old file after a crash. */
    private static void syncFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && isPosix()) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static FileAttribute<?>[] attributes() {
        return isPosix() ? new FileAttribute<?>[] {OWNER_ONLY} : new FileAttribute<?>[0];
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    static String reason(IOException e) {
        String told = e instanceof FileSystemException fault ? fault.getReason() : null;
        return told == null ? e.getClass().getSimpleName() : told;
    }
}
