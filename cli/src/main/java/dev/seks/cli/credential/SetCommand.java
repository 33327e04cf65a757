// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.credential;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.option.ExitCode;
import dev.seks.cli.option.Terminal;
import dev.seks.executor.credential.BoundHost;
import dev.seks.executor.credential.CredentialId;
import dev.seks.executor.credential.CredentialKind;
import dev.seks.executor.credential.CredentialKind.GithubApp;
import dev.seks.executor.credential.Secret;
import dev.seks.executor.credential.StoredCredential;
import dev.seks.executor.custody.ConfiguredStore;
import dev.seks.executor.custody.ListedCredential;
import dev.seks.executor.github.AppTokens;
import dev.seks.executor.remote.JsonHttp;
import dev.seks.executor.safe.SafeException;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seks credential set}: puts a value into the safe; the next call of an executor uses it. */
@Command(
        name = "set",
        description = "Put a credential into the safe, or a new value in the place of the old one. The value is typed"
                + " at a prompt that shows nothing, or comes from standard input. The next call uses it; nothing is"
                + " restarted.",
        sortOptions = false)
final class SetCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "What the catalogue's credential calls ref.")
    private String name = "";

    @Option(
            names = "--host",
            paramLabel = "HOST[:PORT]",
            description = "Where it may be sent: exactly this host, on port 443 unless another is given, over TLS;"
                    + " plain://HOST:PORT permits it without. Repeat it for more. Default: where the one before it"
                    + " may be sent.")
    private List<String> hosts = new ArrayList<>();

    @Option(
            names = "--domain",
            paramLabel = "D",
            description = "The policy domain that may use it (default: that of the running seks dev).")
    private @Nullable String domain;

    @Option(
            names = "--github-app",
            paramLabel = "ID",
            description = "The value is the private key, in PEM, of the GitHub App with this id or client id. For each"
                    + " call a token is minted with it, narrowed to what the action declares.")
    private @Nullable String app;

    @Option(names = "--installation", paramLabel = "N", description = "The installation of the GitHub App.")
    private @Nullable Long installation;

    @Option(
            names = "--github-api",
            paramLabel = "URL",
            description = "GitHub's REST API, whose host must be among --host (default: https://api.github.com).")
    private @Nullable URI api;

    @Mixin
    private StoreOptions where = new StoreOptions();

    @Option(names = "--json", description = "Print what is known of it, but its value, as one line of JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec);
        CredentialId id = where.id(name, domain, terminal);
        List<BoundHost> bound =
                hosts.stream().map(host -> parsed(host, terminal)).toList();
        if (bound.size() > StoredCredential.MAX_HOSTS) {
            throw terminal.wrong(bound.size() + " times --host, expected at most " + StoredCredential.MAX_HOSTS);
        }
        Optional<CredentialKind> given = kind(terminal);
        try (ConfiguredStore store = where.open()) {
            Optional<ListedCredential> before =
                    store.list().stream().filter(one -> one.id().equals(id)).findFirst();
            if (bound.isEmpty() && before.isEmpty()) {
                throw terminal.wrong("no --host, and there is no credential " + id + " yet: say where it may be sent");
            }
            List<BoundHost> to = bound.isEmpty() ? before.orElseThrow().hosts() : bound;
            CredentialKind kind =
                    given.or(() -> before.map(ListedCredential::kind)).orElse(CredentialKind.plain());
            Secret value = SecretInput.value("Value of " + id + " (not shown): ", System.in);
            if (kind instanceof GithubApp && !AppTokens.isKey(value)) {
                throw EnvironmentFault.of("the value is no RSA private key in PEM, as GitHub gives it for an app")
                        .hint("./seks credential set " + id.name() + " ... < app.private-key.pem");
            }
            Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            store.put(new StoredCredential(id, to, kind, value), now);
            tell(terminal, new ListedCredential(id, to, kind, "safe", now), before.isPresent());
            return ExitCode.DONE;
        } catch (SafeException e) {
            throw EnvironmentFault.of(e.getMessage());
        }
    }

    private static BoundHost parsed(String host, Terminal terminal) {
        return BoundHost.parse(host)
                .orElseThrow(() -> terminal.wrong("--host '" + host + "', expected " + BoundHost.form()));
    }

    /** The kind that was asked for; empty when nothing was, so that a new value is of the kind of the old one. */
    private Optional<CredentialKind> kind(Terminal terminal) {
        if (app == null && installation == null && api == null) {
            return Optional.empty();
        }
        if (app == null || installation == null) {
            throw terminal.wrong("a GitHub App takes both --github-app and --installation");
        }
        URI base = api == null ? GithubApp.GITHUB : api;
        if (!JsonHttp.isBase(base)) {
            throw terminal.wrong("--github-api '" + base + "', expected " + JsonHttp.baseForm());
        }
        try {
            return Optional.of(new GithubApp(app, installation, base));
        } catch (IllegalArgumentException e) {
            throw terminal.wrong(String.valueOf(e.getMessage()));
        }
    }

    private void tell(Terminal terminal, ListedCredential set, boolean replaced) {
        if (json) {
            terminal.data(CredentialText.json(set));
        }
        terminal.talk((replaced ? "replaced " : "set ") + set.id() + "; it may be sent to "
                + CredentialText.hosts(set.hosts()));
    }
}
