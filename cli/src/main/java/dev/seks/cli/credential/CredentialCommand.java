// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.credential;

import dev.seks.cli.option.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code seks credential}: everything that is done with the credentials of services. */
@Command(
        name = "credential",
        description = "Keep the credentials of services, each bound to a domain and to hosts.",
        subcommands = {SetCommand.class, ListCommand.class, RemoveCommand.class},
        footer = {
            "",
            "  ./seks credential set github --host api.github.com            asks for the value, showing nothing",
            "  ./seks credential set github --host api.github.com < token    reads it from standard input",
            "  ./seks credential list                                        never shows a value",
            "  ./seks credential remove github"
        })
public final class CredentialCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        throw Terminal.of(spec).wrong("nothing to do, expected credential set, credential list or credential remove");
    }
}
