// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.leftovers;

import dev.seks.tests.invariant.Needles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.Record;
import org.jspecify.annotations.Nullable;

/**
 * The files below some folders, and the credentials that are kept among them. Files are searched byte by byte; segments
 * of Kafka's logs also record by record, since batches may be compressed, and packed files unpacked.
 */
final class Leftovers {
    private static final int CHUNK = 1 << 20;
    private static final int MIN_LENGTH = 8;

    private final List<Path> kept;
    private final List<Path> files;

    private Leftovers(List<Path> kept, List<Path> files) {
        this.kept = kept;
        this.files = files;
    }

    static Leftovers below(List<Path> folders) throws IOException {
        List<Path> kept = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> all = Files.walk(folder)) {
                all.filter(Files::isRegularFile)
                        .forEach(file -> (SecretsFolder.isOne(file.getParent()) ? kept : files).add(file));
            }
        }
        return new Leftovers(kept, files);
    }

    List<Path> files() {
        return files;
    }

    /** What is looked for: each credential, the password of a login also alone, each line of a key. */
    List<String> credentials() throws IOException {
        Set<String> credentials = new LinkedHashSet<>();
        for (Path file : kept) {
            String text = Files.readString(file).strip();
            if (text.startsWith("-----BEGIN ")) {
                // the first lines of a key say of what kind it is, the last may be short
                List<String> lines = text.lines().toList();
                credentials.addAll(lines.subList(Math.min(3, lines.size()), Math.max(3, lines.size() - 2)));
            } else {
                credentials.add(text);
                credentials.add(text.substring(text.indexOf(':') + 1));
            }
        }
        return credentials.stream()
                .filter(credential -> credential.length() >= MIN_LENGTH)
                .toList();
    }

    /** The files that hold one of these credentials, and how it is written there. */
    List<String> holding(List<String> credentials) {
        Needles needles = Needles.of(credentials);
        return files.stream()
                .flatMap(file -> found(file, needles).map(found -> file + " holds " + found).stream())
                .toList();
    }

    private static Optional<String> found(Path file, Needles needles) {
        String name = file.getFileName().toString();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            Optional<String> plain = found(in, needles);
            if (plain.isPresent()) {
                return plain;
            }
            if (name.endsWith(".gz")) {
                try (InputStream unpacked = new GZIPInputStream(Files.newInputStream(file))) {
                    return found(unpacked, needles);
                }
            }
            return isSegment(name) ? inRecords(file, needles) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    private static Optional<String> found(InputStream in, Needles needles) throws IOException {
        byte[] chunk = new byte[CHUNK + needles.longest()];
        int carried = 0;
        while (true) {
            int read = in.readNBytes(chunk, carried, CHUNK);
            Optional<String> found = needles.find(chunk, carried + read);
            if (found.isPresent() || read < CHUNK) {
                return found;
            }
            int all = carried + read;
            carried = Math.min(all, needles.longest());
            System.arraycopy(chunk, all - carried, chunk, 0, carried);
        }
    }

    private static boolean isSegment(String name) {
        return name.matches("\\d{20}\\.log");
    }

    private static Optional<String> inRecords(Path file, Needles needles) throws IOException {
        try (FileRecords records = FileRecords.open(file.toFile(), false)) {
            for (Record message : records.records()) {
                Optional<String> found = Stream.concat(
                                Stream.of(bytes(message.key()), bytes(message.value())),
                                Stream.of(message.headers()).map(Header::value))
                        .filter(part -> part != null)
                        .flatMap(part -> needles.find(part).stream())
                        .findFirst();
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static byte[] bytes(@Nullable ByteBuffer buffer) {
        byte[] bytes = new byte[buffer == null ? 0 : buffer.remaining()];
        if (buffer != null) {
            buffer.duplicate().get(bytes);
        }
        return bytes;
    }
}
