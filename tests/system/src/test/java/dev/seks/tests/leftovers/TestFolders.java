// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.leftovers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where tests work: in the folder of the run, where what they leave behind stays, or, without a run's folder, where
 * temporary files are.
 */
public final class TestFolders implements TempDirFactory {
    private static final Logger LOG = LoggerFactory.getLogger(TestFolders.class);

    /** Names the folder of the run; beside it are those of earlier ones. */
    private static final String PROPERTY = "seks.leftovers";

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) throws IOException {
        return create(test.getRequiredTestClass().getSimpleName());
    }

    /** A new folder. */
    public static Path create(String name) throws IOException {
        Optional<Path> run = ofRun();
        if (run.isEmpty()) {
            return Files.createTempDirectory(name);
        }
        removeEarlier(run.get());
        // logging begins here, as it is configured for tests: a command that runs in this process would have its own
        // way
        LOG.debug("event=folder_for_test name={}", name);
        return Files.createTempDirectory(Files.createDirectories(run.get()), name);
    }

    /** The folder of this run; empty when nothing is kept. */
    public static Optional<Path> ofRun() {
        return Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of);
    }

    private static void removeEarlier(Path run) throws IOException {
        Path all = run.getParent();
        if (all != null && Files.isDirectory(all)) {
            try (Stream<Path> runs = Files.list(all)) {
                for (Path other : runs.filter(one -> !one.equals(run)).toList()) {
                    remove(other);
                }
            }
        }
    }

    /** Removes a folder and all that is in it; others may be about it too. */
    public static void remove(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        } catch (NoSuchFileException | java.io.UncheckedIOException e) {
            return;
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }
}
