// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Looks at files again and again, and tells when somebody has saved them. Looking works alike on every system and with
 * every editor, whether it writes a file in place, replaces it or moves another into its place; a save is told when the
 * files look the same twice, so that a file half written is not read.
 */
final class PolicyWatch implements AutoCloseable {
    private static final long LOOK_EVERY_MS = 250;
    private static final long JOIN_MS = 5_000;

    private final Path policy;
    private final List<Path> folders;
    private final Runnable saved;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::watch, "policy-watch");

    /**
     * How a file looks from outside.
     *
     * @param key the system's own name of the file, which another file in its place does not have
     */
    private record Look(String file, long changedNs, long size, String key) {}

    /** {@code folders} are those of which every file counts. What stands there at first is told too. */
    PolicyWatch(Path policy, List<Path> folders, Runnable saved) {
        this.policy = policy;
        this.folders = List.copyOf(folders);
        this.saved = saved;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(JOIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        List<Look> told = List.of();
        List<Look> before = look();
        while (!isStopped()) {
            List<Look> now = look();
            if (now.equals(before) && !now.equals(told)) {
                told = now;
                saved.run();
            }
            before = now;
        }
    }

    private boolean isStopped() {
        try {
            return stop.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private List<Look> look() {
        List<Look> all = new ArrayList<>();
        all.add(look(policy));
        for (Path folder : folders) {
            try (Stream<Path> files = Files.list(folder)) {
                files.sorted().forEach(file -> all.add(look(file)));
            } catch (IOException e) {
                all.add(gone(folder));
            }
        }
        return all;
    }

    private static Look look(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Look(
                    file.toString(),
                    attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                    attributes.size(),
                    String.valueOf(attributes.fileKey()));
        } catch (IOException e) {
            return gone(file);
        }
    }

    private static Look gone(Path file) {
        return new Look(file.toString(), 0, -1, "");
    }
}
