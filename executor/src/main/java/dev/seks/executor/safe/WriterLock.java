// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.safe;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The right to change a safe, held by one writer of all processes at a time and given back by the operating system when
 * its process ends. It stands in a file beside the safe, since the safe itself is exchanged.
 */
final class WriterLock implements AutoCloseable {
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final long LOOK_EVERY_MS = 20;

    private final FileChannel channel;

    private WriterLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits for the right, but not for long.
     *
     * @throws SafeException when another writer keeps it, or the folder cannot be written
     */
    static WriterLock of(Path safe) throws SafeException {
        return of(safe, WAIT);
    }

    static WriterLock of(Path safe, Duration wait) throws SafeException {
        Path file = safe.resolveSibling(safe.getFileName() + ".lock");
        long giveUp = System.nanoTime() + wait.toNanos();
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            while (lock(channel) == null) {
                if (System.nanoTime() - giveUp > 0) {
                    channel.close();
                    throw new SafeException(safe + " is being changed by another process");
                }
                Thread.sleep(LOOK_EVERY_MS);
            }
            return new WriterLock(channel);
        } catch (IOException e) {
            close(channel);
            throw new SafeException(file + " cannot be written: " + WholeFile.reason(e));
        } catch (InterruptedException e) {
            close(channel);
            Thread.currentThread().interrupt();
            throw new SafeException("interrupted while waiting for the right to change " + safe);
        }
    }

    /** Null when another process, or another thread of this one, holds it. */
    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
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
