// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.approval;

import dev.seks.approval.ApprovalConfig;
import dev.seks.approval.ApprovalService;
import dev.seks.approval.slack.SlackConfigFile;
import dev.seks.cli.key.KeyFolder;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.SchemaIds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** An approval service in a process of its own, so that it can be killed at any moment. */
final class ChildService implements AutoCloseable {
    private final Process process;

    private ChildService(Process process) {
        this.process = process;
    }

    /** Starts it against the cluster and the fake Slack that the settings name. */
    static ChildService start(Asking asking, Path settings) throws IOException {
        return new ChildService(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChildService.class.getName(),
                        (String) asking.client().get("bootstrap.servers"),
                        Integer.toString(asking.topics().partitions()),
                        asking.config().tokenFile().toString(),
                        asking.folder().toString(),
                        settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        asking.folder().resolve("child.txt").toFile()))
                .start());
    }

    public static void main(String[] args) throws Exception {
        KeyFolder keys = KeyFolder.in(Path.of(args[3]));
        ApprovalService.start(ApprovalConfig.local(
                        Map.of("bootstrap.servers", args[0]),
                        Topics.withPartitions(Integer.parseInt(args[1])),
                        SchemaIds.builtIn(),
                        Path.of(args[2]),
                        keys.approvalService().path(),
                        keys.roots(),
                        Asking.PERSON)
                .withSlack(SlackConfigFile.read(Path.of(args[4]))));
        new CountDownLatch(1).await();
    }

    /** SIGKILL: it gets no chance to do anything. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Sends it a signal, such as STOP. */
    void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (code != 0) {
            throw new AssertionError("kill -" + name + " ended with " + code);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
