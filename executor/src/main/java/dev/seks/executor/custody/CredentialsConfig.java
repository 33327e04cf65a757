// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.custody;

import dev.seks.executor.credential.BoundHost;
import dev.seks.executor.credential.CredentialId;
import dev.seks.executor.credential.CredentialKind;
import dev.seks.executor.credential.SecretFile;
import dev.seks.schemas.yaml.Fault;
import dev.seks.schemas.yaml.SourceFile;
import java.util.List;

/**
 * What a {@code credentials.yaml} says: which credentials there are, what each is bound to, and where its value is kept.
 * It holds no secret. Pure: nothing that it names is opened.
 */
public record CredentialsConfig(List<Declared> credentials) {

    /** What reading the file came to. */
    public sealed interface Result {}

    /** It is right. */
    public record Loaded(CredentialsConfig config) implements Result {}

    /** All that is wrong with it. */
    public record Faulty(List<Fault> faults) implements Result {
        public Faulty {
            faults = List.copyOf(faults);
        }
    }

    /** One credential of the file. */
    public record Declared(CredentialId id, List<BoundHost> hosts, CredentialKind kind, From from) {
        public Declared {
            hosts = List.copyOf(hosts);
        }
    }

    /** Where a value is kept. */
    public sealed interface From {}

    /** In a file; a relative path begins at the folder of {@code credentials.yaml}. */
    public record FromFile(String path, SecretFile.Access access) implements From {}

    /** In a variable of the executor's environment. */
    public record FromEnvironment(String variable) implements From {}

    public CredentialsConfig {
        credentials = List.copyOf(credentials);
    }

    /** A file in which nothing is declared. */
    public static CredentialsConfig empty() {
        return new CredentialsConfig(List.of());
    }

    /** Reads a file. */
    public static Result load(SourceFile file) {
        return new CredentialsLoader().load(file);
    }
}
