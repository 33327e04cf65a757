// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seks.cli.CommandRun;
import dev.seks.cli.kafka.LostDisk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DevCommandTest {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    Path data;

    @Test
    void endsWithOneLineWhenItsBrokerDies() throws Exception {
        CompletableFuture<CommandRun> dev =
                CompletableFuture.supplyAsync(() -> CommandRun.of("dev", "--port", "0", "--data", data.toString()));
        await().atMost(PATIENCE).until(() -> data.resolve("dev.json").toFile().exists());

        LostDisk.lose(data.resolve("kafka").resolve("data"));
        CommandRun.of("request", "github", "repos.get", "owner=acme", "repo=site", "--data", data.toString());

        await().atMost(PATIENCE).until(dev::isDone);
        assertThat(dev.join().code()).isEqualTo(2);
        assertThat(dev.join().err())
                .contains("seks: stopped: kafka: ", "the log says more: " + data.resolve("logs/seks.log"))
                .doesNotContain("\tat ");
        assertThat(data.resolve("dev.json")).doesNotExist();
    }
}
