// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.credential;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.option.ExitCode;
import dev.seks.cli.option.Terminal;
import dev.seks.executor.custody.ConfiguredStore;
import dev.seks.executor.custody.ListedCredential;
import dev.seks.executor.safe.SafeException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seks credential list}: what there is, without any value. */
@Command(
        name = "list",
        description = "See which credentials there are, where each is kept and where it may be sent; never a value.",
        sortOptions = false)
final class ListCommand implements Callable<Integer> {
    @Option(names = "--domain", paramLabel = "D", description = "Only those of this policy domain.")
    private @Nullable String domain;

    @Mixin
    private StoreOptions where = new StoreOptions();

    @Option(names = "--json", description = "Print one line of JSON for each credential.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec);
        try (ConfiguredStore store = where.open()) {
            List<ListedCredential> all = store.list().stream()
                    .filter(one -> domain == null || one.id().domain().equals(domain))
                    .toList();
            if (json) {
                all.forEach(one -> terminal.data(CredentialText.json(one)));
            } else if (!all.isEmpty()) {
                CredentialText.table(all).forEach(terminal::data);
            }
            if (all.isEmpty()) {
                terminal.talk("there are no credentials");
            }
            return ExitCode.DONE;
        } catch (SafeException e) {
            throw EnvironmentFault.of(e.getMessage());
        }
    }
}
