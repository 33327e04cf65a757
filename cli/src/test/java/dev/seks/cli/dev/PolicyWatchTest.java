// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PolicyWatchTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private final AtomicInteger saves = new AtomicInteger();
    private Path policy;
    private Path catalogue;
    private PolicyWatch watch;

    @BeforeEach
    void start() throws Exception {
        policy = Files.writeString(folder.resolve("p.yaml"), "a");
        catalogue = Files.createDirectory(folder.resolve("catalogue"));
        watch = new PolicyWatch(policy, List.of(catalogue), saves::incrementAndGet);
        watch.start();
        awaitSaves(1);
    }

    @AfterEach
    void stop() {
        watch.close();
    }

    @Test
    void tellsOfFilesThatAreWrittenAddedAndRemoved() throws Exception {
        Files.writeString(policy, "longer");
        awaitSaves(2);
        Path file = Files.writeString(catalogue.resolve("s.yaml"), "x");
        awaitSaves(3);
        Files.writeString(file, "xy");
        awaitSaves(4);
        Files.delete(file);
        awaitSaves(5);
        Files.delete(catalogue);
        awaitSaves(6);
    }

    @Test
    void tellsOfAFileOfTheSameSizeAndTimeThatIsMovedIntoPlace() throws Exception {
        FileTime time = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
        Files.setLastModifiedTime(policy, time);
        awaitSaves(2);
        Path draft = Files.writeString(folder.resolve("draft"), "b");
        Files.setLastModifiedTime(draft, time);

        Files.move(draft, policy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        awaitSaves(3);
    }

    @Test
    void endsWhenItIsClosed() throws Exception {
        watch.close();

        Files.writeString(policy, "longer");

        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.getName().equals("policy-watch"));
        assertThat(saves).hasValue(1);
    }

    private void awaitSaves(int count) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(saves).hasValue(count));
    }
}
