// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the action catalogue which goes with a policy. */
final class CatalogueOption {
    @Option(
            names = "--catalogue",
            paramLabel = "DIR",
            description = "The action catalogue, one SERVICE.yaml each. Default: catalogue/ beside the policy file.")
    private @Nullable Path folder;

    Optional<Path> named() {
        return Optional.ofNullable(folder);
    }

    Reading read(Path policy) {
        return Reading.of(policy, folder);
    }
}
