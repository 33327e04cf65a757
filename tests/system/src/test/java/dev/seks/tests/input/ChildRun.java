// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.input;

import dev.seks.cli.Seks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@code seks} command line, run in a process of its own: its exit code, and what it wrote. */
public record ChildRun(int code, String out, String err) {
    private static final List<String> OPTIONS =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx320m");

    /** Runs it in a folder, in which its output is kept too; it must end within a time. */
    public static ChildRun seks(Path folder, Duration within, List<String> args)
            throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(OPTIONS);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), Seks.class.getName()));
        line.addAll(args);
        Process process = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("'seks " + String.join(" ", args) + "' still runs after " + within.toSeconds()
                        + " s and has said: " + Files.readString(err));
            }
        } finally {
            process.destroyForcibly();
        }
        return new ChildRun(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
