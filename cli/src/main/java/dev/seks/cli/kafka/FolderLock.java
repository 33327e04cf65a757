// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.kafka;

import dev.seks.cli.fault.EnvironmentFault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The right to use a folder, held by one process at a time and released by the operating system when that process ends,
 * however it ends.
 */
public final class FolderLock implements AutoCloseable {
    private static final String FILE = "lock";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock of a folder, which is made if need be.
     *
     * @throws EnvironmentFault when another process holds it, or the folder cannot be written
     */
    public static FolderLock take(Path folder) {
        FileChannel channel = null;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) != null) {
                return new FolderLock(channel);
            }
        } catch (IOException e) {
            close(channel);
            throw EnvironmentFault.because("folder " + folder + " cannot be written: " + cause(e), e)
                    .hint("choose another folder with --data, or make this one writable");
        }
        close(channel);
        throw EnvironmentFault.of("folder " + folder + " is in use by another seks process")
                .hint("stop that process, or choose another folder with --data");
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    static String cause(IOException e) {
        if (e instanceof FileAlreadyExistsException) {
            return "it is a file";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        boolean told = e instanceof FileSystemException fault && fault.getReason() != null;
        return String.valueOf(told ? ((FileSystemException) e).getReason() : e.getMessage());
    }

    private static void close(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException ignored) {
            // nothing was written through it
        }
    }

    @Override
    public void close() {
        close(channel);
    }
}
