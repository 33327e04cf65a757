// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli;

import dev.seks.cli.fault.EnvironmentFault;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Stands in the list of commands; the script {@code ./seks} builds and starts the benchmarks themselves. */
@Command(name = "bench", description = "Measures seks beside baselines in the same run.")
final class BenchCommand implements Callable<Integer> {
    @Unmatched
    private String[] rest = {};

    @Override
    public Integer call() {
        throw EnvironmentFault.of("the benchmarks are no part of this program")
                .hint("from a checkout, ./seks bench builds and starts them");
    }
}
