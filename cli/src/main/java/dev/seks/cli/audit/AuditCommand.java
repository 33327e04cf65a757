// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.audit;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code seks audit}: what happened, from the topics. */
@Command(
        name = "audit",
        description = "See what happened, from the topics.",
        subcommands = {AuditLogCommand.class, AuditShowCommand.class, AuditAttemptsCommand.class},
        footer = {
            "",
            "  ./seks audit log --since 10m             what happened in the last ten minutes",
            "  ./seks audit log --follow                and what happens from now on",
            "  ./seks audit show 3fa9c2d1               everything about one request",
            "  ./seks audit attempts --since 1d         who tried to decide and was refused"
        })
public final class AuditCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli, which sets the command's description");
        }
        throw new ParameterException(
                spec.commandLine(), "nothing to do, expected audit log, audit show or audit attempts");
    }
}
