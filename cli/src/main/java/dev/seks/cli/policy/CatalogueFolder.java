// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import dev.seks.cli.fault.EnvironmentFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder of catalogue files, one {@code SERVICE.yaml} each. */
record CatalogueFolder(Path folder) {
    /** More files than this are no catalogue. */
    static final int MAX_FILES = 500;

    private static final String BESIDE = "catalogue";
    private static final String SUFFIX = ".yaml";

    /** The one that was named, else {@code catalogue/} beside the policy when there is one. */
    static Optional<CatalogueFolder> choose(@Nullable Path named, Path policy) {
        if (named != null) {
            return Optional.of(new CatalogueFolder(named));
        }
        Path beside = policy.resolveSibling(BESIDE);
        return Files.isDirectory(beside) ? Optional.of(new CatalogueFolder(beside)) : Optional.empty();
    }

    /**
     * Its files, sorted by name.
     *
     * @throws EnvironmentFault when it cannot be read, or holds none or too many
     */
    List<Path> files() {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(file -> file.toString().endsWith(SUFFIX))
                    // an editor's locks and back-ups are no catalogue files
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .limit(MAX_FILES + 1)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw EnvironmentFault.because("catalogue folder " + folder + " cannot be read", e)
                    .hint("--catalogue takes a folder of SERVICE.yaml files");
        }
        if (files.isEmpty()) {
            throw EnvironmentFault.of("catalogue folder " + folder + " holds no .yaml file, expected SERVICE.yaml");
        }
        if (files.size() > MAX_FILES) {
            throw EnvironmentFault.of(
                    "catalogue folder " + folder + " holds more than " + MAX_FILES + " files, expected SERVICE.yaml");
        }
        return files;
    }
}
