// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.safe;

import dev.seks.executor.credential.CredentialId;
import dev.seks.executor.credential.CredentialStore;
import dev.seks.executor.credential.Lookup;
import dev.seks.executor.credential.SecretFile;
import dev.seks.executor.credential.StoredCredential;
import dev.seks.executor.safe.KeyWrapping.Wrapped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * An encrypted file of credentials. Every reading takes the file as it is then; every change writes all of it anew, under
 * a lock, and puts it in place at once. Of the key only the data key of the file read last is kept in memory.
 */
public final class Safe implements CredentialStore {
    private static final Comparator<SafeEntry> BY_NAME = Comparator.comparing(
                    (SafeEntry entry) -> entry.credential().id().domain())
            .thenComparing(entry -> entry.credential().id().name());

    private final Path file;
    private final KeyWrapping wrapping;
    private final int maxBytes;
    private @Nullable Key last;

    /** The data key of a safe, and the part of its head from which it was unwrapped. */
    private record Key(Wrapped wrapped, SecretKey key) {
        boolean isOf(Wrapped other) {
            return Arrays.equals(wrapped.parameters(), other.parameters()) && Arrays.equals(wrapped.key(), other.key());
        }
    }

    /** {@code file} is made by the first change. */
    public Safe(Path file, KeyWrapping wrapping) {
        this(file, wrapping, SafeImage.MAX_BYTES);
    }

    /** {@code maxBytes}: at most {@link SafeImage#MAX_BYTES}. */
    Safe(Path file, KeyWrapping wrapping, int maxBytes) {
        this.file = file;
        this.wrapping = wrapping;
        this.maxBytes = maxBytes;
    }

    @Override
    public Lookup<StoredCredential> find(CredentialId id) {
        try {
            SafeImage image = read();
            if (image == null) {
                return Lookup.missing();
            }
            List<SafeEntry> entries = entries(image, id);
            return entries.isEmpty()
                    ? Lookup.missing()
                    : Lookup.found(entries.get(0).credential());
        } catch (SafeException e) {
            return Lookup.unusable(e.getMessage());
        }
    }

    /**
     * All entries, by domain and name.
     *
     * @throws SafeException when it cannot be opened
     */
    public List<SafeEntry> entries() throws SafeException {
        SafeImage image = read();
        return image == null ? List.of() : entries(image, null);
    }

    /**
     * Adds a credential, or takes the place of the one with its name.
     *
     * @throws SafeException when it cannot be opened or written, or is full
     */
    public void put(SafeEntry entry) throws SafeException {
        CredentialId id = entry.credential().id();
        change(entries -> {
            List<SafeEntry> changed = new ArrayList<>(without(entries, id));
            changed.add(entry);
            return changed;
        });
    }

    /**
     * Takes a credential out, and tells whether it was there.
     *
     * @throws SafeException when it cannot be opened or written
     */
    public boolean remove(CredentialId id) throws SafeException {
        return change(entries -> without(entries, id));
    }

    private static List<SafeEntry> without(List<SafeEntry> entries, CredentialId id) {
        return entries.stream()
                .filter(entry -> !entry.credential().id().equals(id))
                .toList();
    }

    /** Writes what the change makes of the entries; tells whether there was anything to write. */
    private boolean change(UnaryOperator<List<SafeEntry>> change) throws SafeException {
        WriterLock lock = WriterLock.of(file);
        try {
            SafeImage image = read();
            List<SafeEntry> before = image == null ? List.of() : entries(image, null);
            List<SafeEntry> after =
                    change.apply(before).stream().sorted(BY_NAME).toList();
            if (after.equals(before)) {
                return false;
            }
            write(image, after);
            return true;
        } finally {
            lock.close();
        }
    }

    private void write(@Nullable SafeImage image, List<SafeEntry> entries) throws SafeException {
        if (entries.size() > SafeContent.MAX_ENTRIES) {
            throw new SafeException(
                    entries.size() + " credentials in " + file + ", expected at most " + SafeContent.MAX_ENTRIES);
        }
        Key key = image == null ? anew() : new Key(image.wrapped(), key(image));
        byte[] content = SafeContent.write(entries);
        try {
            byte[] head = SafeImage.head(wrapping.name(), key.wrapped(), content.length + AesGcm.OVERHEAD);
            byte[] bytes =
                    new SafeImage(wrapping.name(), key.wrapped(), head, AesGcm.seal(key.key(), content, head)).bytes();
            if (bytes.length > maxBytes) {
                throw new SafeException(file + " would be " + bytes.length + " bytes, expected at most " + maxBytes);
            }
            WholeFile.write(file, bytes);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private Key anew() throws SafeException {
        byte[] dataKey = AesGcm.random(AesGcm.KEY_BYTES);
        Wrapped wrapped = wrapping.wrap(dataKey);
        if (Math.max(wrapped.parameters().length, wrapped.key().length) > KeyWrapping.MAX_BYTES) {
            throw new SafeException(
                    "a wrapped key of " + wrapped.key().length + " bytes, expected at most " + KeyWrapping.MAX_BYTES);
        }
        return new Key(wrapped, AesGcm.key(dataKey));
    }

    private @Nullable SafeImage read() throws SafeException {
        Lookup<byte[]> bytes = SecretFile.bytes(file, SecretFile.Access.OWNER_ONLY, maxBytes);
        if (bytes instanceof Lookup.Unusable<byte[]> unusable) {
            throw new SafeException(unusable.reason());
        }
        return bytes instanceof Lookup.Found<byte[]> found ? SafeImage.read(file, found.value()) : null;
    }

    /** The entries; those of one name, or all. */
    private List<SafeEntry> entries(SafeImage image, @Nullable CredentialId one) throws SafeException {
        byte[] content = AesGcm.open(key(image), image.sealed(), image.head())
                .orElseThrow(() -> new SafeException(file + " was altered since it was written"));
        try {
            return SafeContent.read(content, id -> one == null || id.equals(one));
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private synchronized SecretKey key(SafeImage image) throws SafeException {
        if (!image.wrapping().equals(wrapping.name())) {
            throw new SafeException(file + " is opened by '" + image.wrapping() + "', expected '" + wrapping.name()
                    + "', " + wrapping.described());
        }
        if (last == null || !last.isOf(image.wrapped())) {
            byte[] dataKey = wrapping.unwrap(image.wrapped());
            if (dataKey.length != AesGcm.KEY_BYTES) {
                throw new SafeException("a data key of " + dataKey.length + " bytes, expected " + AesGcm.KEY_BYTES);
            }
            last = new Key(image.wrapped(), AesGcm.key(dataKey));
        }
        return Objects.requireNonNull(last).key();
    }
}
