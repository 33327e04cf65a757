// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.dev;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.forge.Forge;
import dev.seks.executor.credential.BoundHost;
import dev.seks.executor.credential.CredentialId;
import dev.seks.executor.credential.CredentialKind;
import dev.seks.executor.credential.CredentialStore;
import dev.seks.executor.credential.Custody;
import dev.seks.executor.credential.FileSource;
import dev.seks.executor.credential.SecretFile;
import dev.seks.executor.custody.ConfiguredStore;
import dev.seks.executor.custody.DeclaredCredential;
import dev.seks.executor.custody.DeclaredCredentials;
import dev.seks.executor.custody.Surroundings;
import dev.seks.executor.github.AppTokens;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of {@code seks dev}: those that its user has stored or declared, then the forge's own, which are bound
 * to the forge and to nothing else.
 */
final class DevCustody {
    static final String GITHUB = "github";
    static final String MAIL = "mail";

    private DevCustody() {}

    /**
     * The custody over a data folder.
     *
     * @param forge null when the user's own catalogue is in use
     * @throws EnvironmentFault when what the user has declared is faulty, or the safe cannot be opened
     */
    static Custody of(DataFolder folder, String domain, @Nullable Forge forge, Clock clock) {
        ConfiguredStore configured = ConfiguredStore.at(folder.credentials(), Surroundings.unattended(System.getenv()));
        List<String> problems = configured.problems();
        if (!problems.isEmpty()) {
            throw EnvironmentFault.of(String.join("\n      ", problems))
                    .hint("mend " + configured.file() + "; docs/credentials.md says what may stand in it");
        }
        configured.open().ifPresent(why -> {
            configured.close();
            throw EnvironmentFault.of("the safe of credentials cannot be opened: " + why)
                    .hint("docs/credentials.md says what opens it");
        });
        return Custody.of(
                forge == null ? List.of(configured) : List.of(configured, own(folder, domain, forge)),
                new AppTokens(clock));
    }

    private static CredentialStore own(DataFolder folder, String domain, Forge forge) {
        URI url = URI.create(forge.baseUrl());
        BoundHost host = new BoundHost(url.getHost(), url.getPort(), false);
        return new DeclaredCredentials(Stream.of(GITHUB, MAIL)
                .map(name -> new DeclaredCredential(
                        new CredentialId(domain, name),
                        List.of(host),
                        CredentialKind.plain(),
                        new FileSource(folder.secrets().resolve(name), SecretFile.Access.OWNER_ONLY)))
                .toList());
    }
}
