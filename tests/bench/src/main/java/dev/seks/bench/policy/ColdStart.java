// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.policy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a command of {@code ./seks} takes from its start to its end, as somebody waits for it.
 *
 * @param what the command, in words
 * @param seconds of each run
 */
public record ColdStart(String what, List<Double> seconds) {
    private static final int RUNS = 7;
    private static final double NANOS = 1e9;

    public ColdStart {
        seconds = List.copyOf(seconds);
    }

    /** Runs the command some times; any other exit code than 0 is a failure. */
    static ColdStart of(String what, Path seks, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(seks.toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            long start = System.nanoTime();
            int exit = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            seconds.add((System.nanoTime() - start) / NANOS);
            if (exit != 0) {
                throw new IllegalStateException(String.join(" ", command) + " ends with " + exit + ", expected 0");
            }
        }
        return new ColdStart(what, seconds);
    }

    double median() {
        return seconds.stream().sorted().toList().get(seconds.size() / 2);
    }

    double longest() {
        return seconds.stream().mapToDouble(run -> run).max().orElseThrow();
    }
}
