// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.credential;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.option.RunningDev;
import dev.seks.cli.option.Terminal;
import dev.seks.executor.credential.CredentialId;
import dev.seks.executor.custody.ConfiguredStore;
import dev.seks.executor.custody.Surroundings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which credentials are meant. */
final class StoreOptions {
    private static final String DATA = ".seks";
    private static final String FOLDER = "credentials";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = DATA,
            description = "The folder of a seks dev, running or not (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(DATA);

    @Option(
            names = "--store",
            paramLabel = "DIR|FILE",
            description = "Another installation: its credentials.yaml, or the folder in which that or the safe is.")
    private @Nullable Path store;

    /**
     * The store meant.
     *
     * @throws EnvironmentFault when its folder is not there
     */
    ConfiguredStore open() {
        Path place = store == null ? data.resolve(FOLDER) : store;
        if (!Files.exists(place)) {
            throw EnvironmentFault.of("there is no " + place)
                    .hint(
                            store == null
                                    ? "start ./seks dev once, or name another folder with --data or --store"
                                    : "make the folder first, so that only you may write in it: mkdir -m 700 " + place);
        }
        return ConfiguredStore.at(place, new Surroundings(System.getenv(), new PassphrasePrompt()));
    }

    /** The credential meant; the domain is that of a running seks dev unless one is given. */
    CredentialId id(String name, @Nullable String domain, Terminal terminal) {
        if (!CredentialId.isName(name)) {
            throw terminal.wrong("credential '" + name + "', expected " + CredentialId.grammar());
        }
        String of = domain == null ? domainOfDev(terminal) : domain;
        if (!CredentialId.isName(of)) {
            throw terminal.wrong("--domain '" + of + "', expected " + CredentialId.grammar());
        }
        return new CredentialId(of, name);
    }

    private String domainOfDev(Terminal terminal) {
        if (store == null) {
            try {
                return RunningDev.in(data).domain();
            } catch (EnvironmentFault e) {
                // none runs: then it must be said
            }
        }
        throw terminal.wrong(
                "no --domain" + (store == null ? ", and no seks dev runs in " + data + " to take it from" : ""));
    }
}
