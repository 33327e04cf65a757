// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.credential;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.option.ExitCode;
import dev.seks.cli.option.Terminal;
import dev.seks.executor.credential.CredentialId;
import dev.seks.executor.custody.ConfiguredStore;
import dev.seks.executor.safe.SafeException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seks credential remove}: takes a credential out of the safe; the next call that needs it fails. */
@Command(
        name = "remove",
        description = "Take a credential out of the safe. The next call that needs it fails as credential_unavailable.",
        footer = {"", "Exit codes: 0 removed, 1 there was none, 2 usage or environment."},
        sortOptions = false)
final class RemoveCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "What the catalogue's credential calls ref.")
    private String name = "";

    @Option(
            names = "--domain",
            paramLabel = "D",
            description = "The policy domain (default: that of the running seks dev).")
    private @Nullable String domain;

    @Mixin
    private StoreOptions where = new StoreOptions();

    @Option(names = "--json", description = "Print what was done as one line of JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec);
        CredentialId id = where.id(name, domain, terminal);
        try (ConfiguredStore store = where.open()) {
            boolean removed = store.remove(id);
            if (json) {
                terminal.data(CredentialText.named(id).put("removed", removed));
            }
            terminal.talk(removed ? "removed " + id : "there is no credential " + id);
            return removed ? ExitCode.DONE : ExitCode.FINDING;
        } catch (SafeException e) {
            throw EnvironmentFault.of(e.getMessage());
        }
    }
}
