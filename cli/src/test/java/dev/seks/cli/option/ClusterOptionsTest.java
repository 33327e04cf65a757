// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterOptionsTest {
    /** No process has it: it is above the highest that Linux gives. */
    private static final long NO_PROCESS = 1L << 30;

    @TempDir
    private Path folder;

    @Test
    void saysHowToStartOneWhenNoneRuns() {
        CommandRun run = CommandRun.of("audit", "log", "--data", folder.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("seks: no seks dev runs here: there is no " + folder.resolve("dev.json"))
                .contains("start one with: ./seks dev");
    }

    @Test
    void saysThatTheProcessHasEnded() {
        String data = DevFile.in(folder).pid(NO_PROCESS).write();

        CommandRun run = CommandRun.of("request", "github", "repos.list", "--data", data);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("seks dev is not running")
                .contains("is of process " + NO_PROCESS + ", which has ended")
                .contains("start it again with: ./seks dev --data " + data);
    }

    @Test
    void saysThatNobodyListens() {
        String data = DevFile.in(folder).kafka("127.0.0.1:1").write();

        CommandRun run = CommandRun.of("request", "github", "repos.list", "--data", data);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("nobody answers at 127.0.0.1:1, expected Kafka");
    }

    @Test
    void saysThatTheFileIsDamaged() throws IOException {
        Files.writeString(folder.resolve("dev.json"), "{\"pid\":");

        CommandRun run = CommandRun.of("audit", "log", "--data", folder.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("dev.json is not readable, expected the file as seks dev writes it");
    }

    @Test
    void refusesWhatIsNoAddress() {
        CommandRun run = CommandRun.of("audit", "log", "--kafka", "localhost");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("address 'localhost', expected HOST:PORT");
    }

    @Test
    void saysThatNobodyListensAtAGivenAddress() {
        CommandRun run = CommandRun.of("audit", "show", "3fa9c2d1", "--kafka", "127.0.0.1:1");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("nobody answers at 127.0.0.1:1");
    }
}
