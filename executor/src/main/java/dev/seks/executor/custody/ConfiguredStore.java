// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.custody;

import dev.seks.executor.credential.CredentialId;
import dev.seks.executor.credential.CredentialStore;
import dev.seks.executor.credential.EnvironmentSource;
import dev.seks.executor.credential.FileSource;
import dev.seks.executor.credential.Lookup;
import dev.seks.executor.credential.SecretFile;
import dev.seks.executor.credential.SecretSource;
import dev.seks.executor.credential.StoredCredential;
import dev.seks.executor.custody.CredentialsConfig.Declared;
import dev.seks.executor.custody.CredentialsConfig.From;
import dev.seks.executor.custody.CredentialsConfig.FromEnvironment;
import dev.seks.executor.custody.CredentialsConfig.FromFile;
import dev.seks.schemas.yaml.Fault;
import dev.seks.schemas.yaml.SourceFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The credentials that a {@code credentials.yaml} describes. The file is looked at anew at every use: a change counts
 * from the next call on, and while it is faulty nothing of it is handed out. Without the file nothing is declared.
 */
public final class ConfiguredStore implements CredentialStore {
    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredStore.class);
    private static final int MAX_BYTES = 1024 * 1024;

    private final Path file;
    private final Map<String, String> environment;
    private Read read;

    /** The file as it was read last, and what it came to. */
    private record Read(byte @Nullable [] bytes, Lookup<DeclaredCredentials> outcome, List<Fault> faults) {}

    /** {@code environment}: that of this process. */
    public ConfiguredStore(Path file, Map<String, String> environment) {
        this.file = file.toAbsolutePath().normalize();
        this.environment = Map.copyOf(environment);
        this.read = new Read(null, Lookup.found(new DeclaredCredentials(List.of())), List.of());
    }

    @Override
    public Lookup<StoredCredential> find(CredentialId id) {
        Lookup<DeclaredCredentials> declared = current();
        if (declared instanceof Lookup.Found<DeclaredCredentials> found) {
            return found.value().find(id);
        }
        return declared instanceof Lookup.Unusable<DeclaredCredentials> unusable
                ? Lookup.unusable(unusable.reason())
                : Lookup.missing();
    }

    /** What is wrong with the file now, one line each; nothing when it can be used. */
    public List<String> problems() {
        Lookup<DeclaredCredentials> now = current();
        if (now instanceof Lookup.Unusable<DeclaredCredentials> unusable) {
            List<Fault> faults = faults();
            return faults.isEmpty()
                    ? List.of(unusable.reason())
                    : faults.stream().map(Fault::toString).toList();
        }
        return List.of();
    }

    private synchronized List<Fault> faults() {
        return read.faults();
    }

    private synchronized Lookup<DeclaredCredentials> current() {
        Lookup<byte[]> bytes = SecretFile.bytes(file, SecretFile.Access.READABLE, MAX_BYTES);
        if (bytes instanceof Lookup.Unusable<byte[]> unusable) {
            return Lookup.unusable(unusable.reason());
        }
        byte[] now = bytes instanceof Lookup.Found<byte[]> found ? found.value() : null;
        if (!Arrays.equals(now, read.bytes())) {
            read = read(now);
        }
        return read.outcome();
    }

    private Read read(byte @Nullable [] bytes) {
        if (bytes == null) {
            LOG.info("event=credentials_declared file={} credentials=0", file);
            return new Read(bytes, Lookup.found(new DeclaredCredentials(List.of())), List.of());
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        CredentialsConfig.Result result = CredentialsConfig.load(new SourceFile(file.toString(), text));
        if (result instanceof CredentialsConfig.Faulty faulty) {
            LOG.error("event=credentials_faulty file={} faults={}", file, faulty.faults());
            return new Read(
                    bytes,
                    Lookup.unusable(file + " has faults: " + faulty.faults().get(0)),
                    faulty.faults());
        }
        List<Declared> credentials =
                ((CredentialsConfig.Loaded) result).config().credentials();
        LOG.info("event=credentials_declared file={} credentials={}", file, credentials.size());
        return new Read(
                bytes,
                Lookup.found(new DeclaredCredentials(
                        credentials.stream().map(this::declared).toList())),
                List.of());
    }

    private DeclaredCredential declared(Declared one) {
        return new DeclaredCredential(one.id(), one.hosts(), one.kind(), source(one.from()));
    }

    private SecretSource source(From from) {
        if (from instanceof FromFile inFile) {
            Path folder = Optional.ofNullable(file.getParent()).orElse(file);
            return new FileSource(folder.resolve(inFile.path()), inFile.access());
        }
        return new EnvironmentSource(((FromEnvironment) from).variable(), environment);
    }
}
