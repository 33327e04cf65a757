// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.option;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option by which a command finds a running {@code seks dev}. */
public final class DevOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ClusterOptions.DATA,
            description = "The folder of a running seks dev (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(ClusterOptions.DATA);

    /**
     * The one meant.
     *
     * @throws dev.seks.cli.fault.EnvironmentFault when it does not run
     */
    public RunningDev dev() {
        return RunningDev.in(data);
    }
}
