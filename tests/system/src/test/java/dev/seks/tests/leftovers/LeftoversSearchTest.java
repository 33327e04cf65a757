// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.leftovers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plants leaks, in a folder that the search of the run itself does not see. */
class LeftoversSearchTest {
    private static final String CREDENTIAL = "planted-4f1d\"e\\c/+=~x";
    private static final int LARGE = 3 << 20;

    private Path folder;

    @BeforeEach
    void open() throws IOException {
        folder = Files.createTempDirectory("planted");
        SecretsFolder.keep(folder, "forge", CREDENTIAL + "\n");
    }

    @AfterEach
    void close() throws IOException {
        TestFolders.remove(folder);
    }

    @Test
    void findsNothingWhereNothingLeaked() throws IOException {
        Files.writeString(folder.resolve("log"), CREDENTIAL.substring(1));

        assertThat(found()).isEmpty();
    }

    @Test
    void findsACredentialInAnyFileButItsOwn() throws IOException {
        Files.createDirectories(folder.resolve("data/deep"));
        Files.writeString(folder.resolve("data/deep/seks.log"), "token=" + CREDENTIAL);
        Files.write(folder.resolve("state.sst"), ("x" + hex()).getBytes(StandardCharsets.UTF_8));

        assertThat(found())
                .hasSize(2)
                .anyMatch(found -> found.contains("seks.log holds number 1, plain"))
                .anyMatch(found -> found.contains("state.sst holds number 1, hex"));
    }

    @Test
    void findsItAcrossTheChunksOfALargeFile() throws IOException {
        for (int before : List.of(1 << 20, (1 << 20) - 5, (2 << 20) - 1, LARGE)) {
            byte[] large = new byte[LARGE + 100];
            byte[] leak = CREDENTIAL.getBytes(StandardCharsets.UTF_8);
            System.arraycopy(leak, 0, large, before, leak.length);
            Files.write(folder.resolve("large"), large);

            assertThat(found()).as("after %d bytes", before).hasSize(1);
        }
    }

    @Test
    void findsItInCompressedRecordsAndPackedFiles() throws IOException {
        byte[] leak =
                ("a long text so that it is packed, packed, packed: " + CREDENTIAL).getBytes(StandardCharsets.UTF_8);
        Path partition = Files.createDirectories(folder.resolve("seks.policies-0"));
        write(partition.resolve("00000000000000000000.log"), new SimpleRecord(0L, null, leak));
        write(
                partition.resolve("00000000000000000007.log"),
                new SimpleRecord(0L, null, new byte[1], new RecordHeader[] {new RecordHeader("h", leak)}));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("seks-1.log.gz")))) {
            out.write(leak);
        }

        assertThat(found()).hasSize(3);
    }

    @Test
    void looksForThePasswordOfALoginAndForEachLineOfAKey() throws IOException {
        SecretsFolder.keep(folder, "mail", "agents:of-the-mail-9b");
        String line = Base64.getEncoder().encodeToString(new byte[48]).replace('A', 'Q');
        SecretsFolder.keep(folder, "key", "-----BEGIN K-----\n" + (line + "\n").repeat(5) + "-----END K-----\n");
        Files.writeString(folder.resolve("log"), "password of-the-mail-9b");
        Files.writeString(folder.resolve("other"), "line " + line);

        assertThat(found()).hasSize(2);
    }

    /** Under Maven every folder of a test is one that is searched. */
    @Test
    void worksInTheFolderOfTheRun(@TempDir Path own) {
        TestFolders.ofRun().ifPresent(run -> assertThat(own).startsWith(run));
    }

    private List<String> found() throws IOException {
        Leftovers leftovers = Leftovers.below(List.of(folder));
        return leftovers.holding(leftovers.credentials());
    }

    private static String hex() {
        return HexFormat.of().formatHex(CREDENTIAL.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Path segment, SimpleRecord message) throws IOException {
        try (FileRecords records = FileRecords.open(segment.toFile())) {
            records.append(MemoryRecords.withRecords(Compression.gzip().build(), message));
        }
    }
}
