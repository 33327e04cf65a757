// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.custody;

import dev.seks.executor.credential.CredentialId;
import dev.seks.executor.credential.CredentialStore;
import dev.seks.executor.credential.Lookup;
import dev.seks.executor.credential.SecretFile;
import dev.seks.executor.credential.StoredCredential;
import dev.seks.executor.safe.SafeEntry;
import dev.seks.executor.safe.SafeException;
import dev.seks.schemas.yaml.Fault;
import dev.seks.schemas.yaml.SourceFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The credentials of one installation: those that its {@code credentials.yaml} declares, and those in its safe. The file
 * is looked at anew at every use: a change counts from the next call on, and while it is faulty nothing is handed out.
 * Without the file there is the safe beside where it would be. Safe for use by many threads.
 */
public final class ConfiguredStore implements CredentialStore {
    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredStore.class);
    private static final String FILE = "credentials.yaml";
    private static final int MAX_BYTES = 1024 * 1024;

    private final Path file;
    private final Path folder;
    private final Workshop workshop;
    private @Nullable Read last;

    /** The file as it was read last, and what it came to. */
    private record Read(byte @Nullable [] bytes, Lookup<Stores> outcome, List<Fault> faults) {}

    private ConfiguredStore(Path file, Path folder, Surroundings surroundings) {
        this.file = file;
        this.folder = folder;
        this.workshop = new Workshop(surroundings);
    }

    /** {@code place}: the file, or the folder in which it is called {@code credentials.yaml}. */
    public static ConfiguredStore at(Path place, Surroundings surroundings) {
        Path whole = place.toAbsolutePath().normalize();
        Path folder = Files.isDirectory(whole)
                ? whole
                : Optional.ofNullable(whole.getParent()).orElse(whole);
        return new ConfiguredStore(folder.equals(whole) ? whole.resolve(FILE) : whole, folder, surroundings);
    }

    @Override
    public Lookup<StoredCredential> find(CredentialId id) {
        Lookup<Stores> stores = current().outcome();
        if (stores instanceof Lookup.Found<Stores> found) {
            return found.value().find(id);
        }
        return Lookup.unusable(((Lookup.Unusable<Stores>) stores).reason());
    }

    /** The {@code credentials.yaml}, which need not be there. */
    public Path file() {
        return file;
    }

    /** What is wrong with the file now, one line each; nothing when it can be used. */
    public List<String> problems() {
        Read read = current();
        if (read.outcome() instanceof Lookup.Unusable<Stores> unusable) {
            return read.faults().isEmpty()
                    ? List.of(unusable.reason())
                    : read.faults().stream().map(Fault::toString).toList();
        }
        return List.of();
    }

    /** Opens the safe where there is one; why that cannot be done now, or nothing. */
    public Optional<String> open() {
        try {
            stores().safe().entries();
            return Optional.empty();
        } catch (SafeException e) {
            return Optional.of(e.getMessage());
        }
    }

    /**
     * All credentials, by domain and name.
     *
     * @throws SafeException when the file is faulty or the safe cannot be opened
     */
    public List<ListedCredential> list() throws SafeException {
        Stores stores = stores();
        List<ListedCredential> listed = new ArrayList<>();
        stores.declared()
                .all()
                .forEach(one -> listed.add(new ListedCredential(
                        one.id(), one.hosts(), one.kind(), one.source().kind(), null)));
        for (SafeEntry entry : stores.safe().entries()) {
            StoredCredential one = entry.credential();
            listed.add(new ListedCredential(one.id(), one.hosts(), one.kind(), "safe", entry.updatedAt()));
        }
        listed.sort(Comparator.comparing((ListedCredential one) -> one.id().domain())
                .thenComparing(one -> one.id().name()));
        return listed;
    }

    /**
     * Puts a credential into the safe.
     *
     * @throws SafeException when the file is faulty, declares the same credential, or the safe cannot be written
     */
    public void put(StoredCredential credential, Instant now) throws SafeException {
        Stores stores = stores();
        refuseDeclared(stores, credential.id());
        stores.safe().put(new SafeEntry(credential, now));
    }

    /**
     * Takes a credential out of the safe, and tells whether it was there.
     *
     * @throws SafeException when the file is faulty, declares the same credential, or the safe cannot be written
     */
    public boolean remove(CredentialId id) throws SafeException {
        Stores stores = stores();
        refuseDeclared(stores, id);
        return stores.safe().remove(id);
    }

    private void refuseDeclared(Stores stores, CredentialId id) throws SafeException {
        if (stores.declared().has(id)) {
            throw new SafeException("credential " + id + " is declared in " + file + ", change it there");
        }
    }

    private Stores stores() throws SafeException {
        Lookup<Stores> stores = current().outcome();
        if (stores instanceof Lookup.Found<Stores> found) {
            return found.value();
        }
        throw new SafeException(((Lookup.Unusable<Stores>) stores).reason());
    }

    private synchronized Read current() {
        Lookup<byte[]> bytes = SecretFile.bytes(file, SecretFile.Access.READABLE, MAX_BYTES);
        if (bytes instanceof Lookup.Unusable<byte[]> unusable) {
            return new Read(null, Lookup.unusable(unusable.reason()), List.of());
        }
        byte[] now = bytes instanceof Lookup.Found<byte[]> found ? found.value() : null;
        Read read = last;
        if (read == null || !Arrays.equals(now, read.bytes())) {
            read = read(now);
            last = read;
        }
        return read;
    }

    private Read read(byte @Nullable [] bytes) {
        CredentialsConfig config = CredentialsConfig.in(folder);
        if (bytes != null) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            CredentialsConfig.Result result = CredentialsConfig.load(new SourceFile(file.toString(), text), folder);
            if (result instanceof CredentialsConfig.Faulty faulty) {
                LOG.error("event=credentials_faulty file={} faults={}", file, faulty.faults());
                String first = faulty.faults().get(0).toString();
                return new Read(bytes, Lookup.unusable("credentials file has faults: " + first), faulty.faults());
            }
            config = ((CredentialsConfig.Loaded) result).config();
        }
        LOG.info(
                "event=credentials_configured file={} declared={} vaults={}",
                file,
                config.credentials().size(),
                config.vaults().size());
        return new Read(bytes, Lookup.found(workshop.stores(config)), List.of());
    }

    /** Ends its sessions with vaults. */
    @Override
    public synchronized void close() {
        workshop.close();
    }
}
