// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.execution;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code seks executions}: what executors did, and calls of unknown outcome. */
@Command(
        name = "executions",
        description = "See what executors did, and say what became of calls of unknown outcome.",
        subcommands = {ExecutionsListCommand.class, ExecutionsResolveCommand.class},
        footer = {
            "",
            "  ./seks executions list --state unknown   calls that may have taken effect",
            "  ./seks executions resolve 3fa9c2d1 --outcome succeeded --comment \"seen\"",
        })
public final class ExecutionsCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli, which sets the command's description");
        }
        throw new ParameterException(
                spec.commandLine(), "nothing to do, expected executions list or executions resolve");
    }
}
