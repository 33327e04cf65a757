// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.demo;

import dev.seks.cli.dev.DevOptions;
import dev.seks.cli.log.LogSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code seks warm-up}: runs once after a build, so that Java can write down which classes a start needs. What comes of
 * it does not matter.
 */
@Command(name = "warm-up", hidden = true, description = "Plays the demo and the commands for policies in silence.")
public final class WarmUpCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Override
    public Integer call() throws IOException {
        Path folder = TemporaryFolder.create();
        LogSetup.toFile(folder.resolve("logs").resolve("seks.log"), false);
        Rehearsal.in(folder.resolve("rehearsal"));
        new Theatre(DevOptions.in(folder), PATIENCE).play(Story.load(), new Audience() {});
        return 0;
    }
}
