// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.cli.kafka.EmbeddedKafka;
import dev.seks.cli.kafka.FolderLock;
import dev.seks.cli.kafka.LoopbackPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Starts commands, each in a process of its own, into a world that is not as it must be. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StartFaultTest {
    private static final Duration SOON = Duration.ofMinutes(3);
    private static final int MOST_LINES = 5;
    private static final String DEV = "dev --port 0 --data data ";

    private Path folder;
    private EmbeddedKafka kafka;
    private ServerSocket taken;
    private FolderLock lock;

    /**
     * A start that must fail.
     *
     * @param line the command line; what stands in braces is filled in
     * @param says what must stand on standard error, in this order
     */
    private record Fault(String name, String line, String... says) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Fault> faults() {
        return Stream.of(
                new Fault("unknown command", "frobnicate", "no command 'frobnicate', see ./seks --help"),
                new Fault("unknown flag", "dev --frob", "unknown option: '--frob'", "see ./seks dev --help"),
                new Fault("no number", "dev --port x", "invalid value for option '--port'", "'x'"),
                new Fault("no port", "dev --port 70000", "port 70000, expected 0 to 65533"),
                new Fault("port of the inbox", "dev --data data --port {port}", "port {port} on 127.0.0.1 is taken"),
                new Fault("port of kafka", "dev --data data --port {before}", "port {port} on 127.0.0.1 is taken"),
                new Fault("no kafka for dev", DEV + "--kafka 127.0.0.1:1", "nobody answers at 127.0.0.1:1"),
                new Fault("no address", DEV + "--kafka nonsense", "address 'nonsense', expected HOST:PORT"),
                new Fault("no kafka for request", "request a b --agent c --kafka 127.0.0.1:1", "nobody answers at"),
                new Fault("no kafka for audit", "audit log --kafka 127.0.0.1:1", "nobody answers at 127.0.0.1:1"),
                new Fault("no seks dev", "request a b --data nothing", "no seks dev runs here", "./seks dev"),
                new Fault("no policy", DEV + "--policy absent.yaml", "absent.yaml", "it does not exist"),
                new Fault("a folder as policy", DEV + "--policy catalogue", "cannot be read: it is a folder"),
                new Fault("no text as policy", DEV + "--policy bytes.yaml", "bytes.yaml:1:1: byte ff is not UTF-8"),
                new Fault(
                        "no YAML",
                        DEV + "--policy tab.yaml",
                        "policy and its catalogue cannot be used",
                        "tab.yaml:3:1: not readable"),
                new Fault("another version", DEV + "--policy seven.yaml", "seven.yaml:1:10: version is 7, expected 1"),
                new Fault("a demo's policy", "demo --policy seven.yaml", "seven.yaml:1:10: version is 7, expected 1"),
                new Fault("no catalogue", DEV + "--catalogue absent", "catalogue folder absent cannot be read"),
                new Fault(
                        "a faulty catalogue",
                        DEV + "--catalogue catalogue",
                        "its catalogue cannot be used",
                        "x.yaml:3:22: unknown"),
                new Fault(
                        "a file as folder", "dev --port 0 --data tab.yaml", "tab.yaml cannot be written: it is a file"),
                new Fault("a folder in use", "dev --port 0 --data used", "used is in use by another seks process"),
                new Fault(
                        "unsafe topics",
                        DEV + "--kafka {kafka}",
                        "unsafe topics, refusing to run",
                        "seks.requests: 3 partitions, expected 4",
                        "seks.requests: retention.ms=1000, expected -1",
                        "seks.requests: message.timestamp.type=CreateTime, expected LogAppendTime"));
    }

    @BeforeAll
    void putThingsInTheWay(@TempDir Path folder) throws Exception {
        this.folder = folder;
        Files.writeString(folder.resolve("tab.yaml"), "version: 1\nagents:\n\taeonbyte: {}\n");
        Files.writeString(folder.resolve("seven.yaml"), "version: 7\nagents: {}\n");
        Files.write(folder.resolve("bytes.yaml"), Bytes.filled(9, 0xff));
        Files.createDirectory(folder.resolve("catalogue"));
        Files.writeString(
                folder.resolve("catalogue/x.yaml"), "service: x\nactions:\n  go: { summary: go, efect: read }\n");
        lock = FolderLock.take(folder.resolve("used"));
        taken = new ServerSocket(LoopbackPort.free(), 1, InetAddress.getLoopbackAddress());
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
        NewTopic unsafe = new NewTopic("seks.requests", 3, (short) 1)
                .configs(Map.of("message.timestamp.type", "CreateTime", "retention.ms", "1000"));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            admin.createTopics(List.of(unsafe)).all().get();
        }
    }

    @AfterAll
    void clearAway() throws IOException {
        kafka.close();
        taken.close();
        lock.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void saysInFewWordsWhatIsInTheWay(Fault fault) throws Exception {
        ChildRun run = ChildRun.seks(folder, SOON, List.of(filled(fault.line()).split(" ")));

        assertThat(run.err())
                .contains("seks: ")
                .containsSubsequence(Stream.of(fault.says()).map(this::filled).toList())
                .doesNotContain("\tat ")
                .doesNotContain("Exception");
        assertThat(run.err().lines()).hasSizeLessThanOrEqualTo(MOST_LINES);
        assertThat(run.out()).isEmpty();
        assertThat(run.code()).isEqualTo(2);
        assertThat(folder.resolve("data/dev.json")).doesNotExist();
    }

    private String filled(String text) {
        return text.replace("{port}", Integer.toString(taken.getLocalPort()))
                .replace("{before}", Integer.toString(taken.getLocalPort() - 1))
                .replace("{kafka}", kafka.bootstrap());
    }
}
