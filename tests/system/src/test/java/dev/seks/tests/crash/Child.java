// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.crash;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.cli.Seks;
import dev.seks.cli.key.KeyFolder;
import dev.seks.client.ClientConfig;
import dev.seks.schemas.wire.RecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Everything in one process of its own: {@code seks dev}, started as a person would start it. */
public final class Child implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofMinutes(4);
    private static final Duration DEAD_WITHIN = Duration.ofMinutes(4);

    private final Path data;
    private final Process process;
    private final Path output;

    private Child(Path data, Process process, Path output) {
        this.data = data;
        this.process = process;
        this.output = output;
    }

    /** Starts it on a folder that holds {@code policy.yaml}, {@code catalogue} and {@code data}. */
    public static Child start(Path folder) throws IOException {
        Path data = folder.resolve("data");
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Seks.class.getName(),
                        "dev",
                        "--port",
                        "0",
                        "--data",
                        data.toString(),
                        "--policy",
                        folder.resolve("policy.yaml").toString(),
                        "--catalogue",
                        folder.resolve("catalogue").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
        return new Child(data, process, output);
    }

    /** Waits until it says where it is. */
    public Child awaitReady() {
        await().atMost(READY_WITHIN).pollInterval(Duration.ofMillis(20)).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("ended by itself with " + process.exitValue() + ":\n" + lastOutput());
            }
            return address().path("pid").asLong() == process.pid();
        });
        return this;
    }

    public String kafka() {
        return address().path("kafka").textValue();
    }

    /** The settings with the keys of the agents. */
    ClientConfig signing(ClientConfig config, List<String> agents) {
        KeyFolder keys = KeyFolder.in(data);
        ClientConfig signing = config;
        for (String agent : agents) {
            signing = signing.signing(agent, keys.signerOf(domain(), agent));
        }
        return signing;
    }

    public String domain() {
        return address().path("domain").textValue();
    }

    public String inbox() {
        return address().path("inbox").textValue();
    }

    public String token() throws IOException {
        return Files.readString(Path.of(address().path("tokenFile").textValue()))
                .strip();
    }

    /** Whether it is not yet dead. */
    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL: it gets no chance to do anything. */
    void kill() {
        process.destroyForcibly();
    }

    /** Whether it dies by itself within a time. */
    boolean diesWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits until it is dead. */
    void awaitDeath() throws InterruptedException {
        if (!diesWithin(DEAD_WITHIN)) {
            throw new AssertionError("still alive after " + DEAD_WITHIN.toSeconds() + " s: the moment to kill it at"
                    + " has not come\n" + lastOutput());
        }
    }

    /** Asks it to stop, as Ctrl-C does, and gives its exit code. */
    public int stop() throws InterruptedException {
        process.destroy();
        awaitDeath();
        return process.exitValue();
    }

    @Override
    public void close() {
        kill();
    }

    /** Where all that it keeps lies. */
    public Path data() {
        return data;
    }

    /** All that it has written to its standard output and standard error. */
    public Path output() {
        return output;
    }

    private JsonNode address() {
        try {
            Path file = data.resolve("dev.json");
            String text = Files.exists(file) ? Files.readString(file) : "{}";
            return Objects.requireNonNull(RecordJson.read(text), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String lastOutput() {
        try {
            List<String> lines = Files.readAllLines(output);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
