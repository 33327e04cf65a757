// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import dev.seks.cli.option.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code seks catalogue}: what is done with action catalogues. */
@Command(
        name = "catalogue",
        description = "Check what services and their actions are.",
        subcommands = CatalogueCheckCommand.class,
        footer = {"", "  ./seks catalogue check catalogue     is it right?"})
public final class CatalogueCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        throw Terminal.of(spec).wrong("nothing to do, expected catalogue check");
    }
}
