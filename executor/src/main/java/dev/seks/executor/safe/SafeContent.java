// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.safe;

import dev.seks.executor.credential.BoundHost;
import dev.seks.executor.credential.CredentialId;
import dev.seks.executor.credential.CredentialKind;
import dev.seks.executor.credential.Secret;
import dev.seks.executor.credential.StoredCredential;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What is in a safe, as bytes: the number of entries, then for each its domain, name, hosts, kind with its attributes,
 * time and value. Only the entries that are asked for become objects.
 */
final class SafeContent {
    static final int MAX_ENTRIES = 10_000;

    private static final int MAX_ATTRIBUTES = 16;

    private SafeContent() {}

    /** Bytes that can be overwritten when they are no longer needed. */
    private static final class WipedBytes extends ByteArrayOutputStream {
        void wipe() {
            Arrays.fill(buf, (byte) 0);
        }
    }

    /** The entries as bytes, which whoever takes them overwrites after use. */
    static byte[] write(List<SafeEntry> entries) {
        WipedBytes bytes = new WipedBytes();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(entries.size());
            for (SafeEntry entry : entries) {
                write(out, entry);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        } finally {
            bytes.wipe();
        }
    }

    private static void write(DataOutputStream out, SafeEntry entry) throws IOException {
        StoredCredential credential = entry.credential();
        out.writeUTF(credential.id().domain());
        out.writeUTF(credential.id().name());
        out.writeInt(credential.hosts().size());
        for (BoundHost host : credential.hosts()) {
            out.writeUTF(host.toString());
        }
        out.writeUTF(credential.kind().word());
        Map<String, String> attributes = credential.kind().attributes();
        out.writeInt(attributes.size());
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            out.writeUTF(attribute.getKey());
            out.writeUTF(attribute.getValue());
        }
        out.writeLong(entry.updatedAt().toEpochMilli());
        byte[] value = credential.value().reveal().getBytes(StandardCharsets.UTF_8);
        out.writeInt(value.length);
        out.write(value);
        Arrays.fill(value, (byte) 0);
    }

    /**
     * The entries with such names.
     *
     * @throws SafeException when a later seks has written something that this one does not know
     */
    static List<SafeEntry> read(byte[] content, Predicate<CredentialId> wanted) throws SafeException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content))) {
            List<SafeEntry> entries = new ArrayList<>();
            int count = bounded(in.readInt(), MAX_ENTRIES);
            for (int i = 0; i < count; i++) {
                read(in, wanted).ifPresent(entries::add);
            }
            return entries;
        } catch (IOException | IllegalArgumentException e) {
            // its seal is whole, so it was written so; the message could quote what was read
            throw new SafeException("the content of the safe is not as this seks writes it");
        }
    }

    private static Optional<SafeEntry> read(DataInputStream in, Predicate<CredentialId> wanted)
            throws IOException, SafeException {
        CredentialId id = new CredentialId(in.readUTF(), in.readUTF());
        List<String> hosts = new ArrayList<>();
        for (int left = bounded(in.readInt(), StoredCredential.MAX_HOSTS); left > 0; left--) {
            hosts.add(in.readUTF());
        }
        String kind = in.readUTF();
        Map<String, String> attributes = new TreeMap<>();
        for (int left = bounded(in.readInt(), MAX_ATTRIBUTES); left > 0; left--) {
            attributes.put(in.readUTF(), in.readUTF());
        }
        Instant updatedAt = Instant.ofEpochMilli(in.readLong());
        int length = bounded(in.readInt(), 4 * Secret.MAX_LENGTH);
        if (!wanted.test(id)) {
            in.skipNBytes(length);
            return Optional.empty();
        }
        byte[] value = in.readNBytes(length);
        Secret secret = Secret.of(new String(value, StandardCharsets.UTF_8));
        Arrays.fill(value, (byte) 0);
        return Optional.of(
                new SafeEntry(new StoredCredential(id, bound(hosts), kind(id, kind, attributes), secret), updatedAt));
    }

    private static List<BoundHost> bound(List<String> hosts) {
        return hosts.stream()
                .map(text -> BoundHost.parse(text)
                        .orElseThrow(() -> new IllegalArgumentException("a host of an unknown form")))
                .toList();
    }

    private static CredentialKind kind(CredentialId id, String word, Map<String, String> attributes)
            throws SafeException {
        return CredentialKind.of(word, attributes)
                .orElseThrow(
                        () -> new SafeException("credential " + id + " is of a kind that this seks does not know"));
    }

    private static int bounded(int count, int max) {
        if (count < 0 || count > max) {
            throw new IllegalArgumentException("a count out of bounds");
        }
        return count;
    }
}
