// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.seks.cli.fault.EnvironmentFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedKafkaTest {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final TopicPartition LETTERS = new TopicPartition("letters", 0);

    @TempDir
    Path folder;

    @Test
    void isTheSameClusterWithAllItsRecordsAfterARestart() throws Exception {
        String clusterId;
        Set<String> before = workingThreads();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0)) {
            clusterId = kafka.clusterId();
            createTopic(kafka);
            produce(kafka, "a");
        }
        assertThatNoThreadIsLeft(before);

        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0)) {
            produce(kafka, "b");

            assertThat(kafka.clusterId()).isEqualTo(clusterId);
            assertThat(consume(kafka, 2)).containsExactly("a", "b");
        }
        assertThatNoThreadIsLeft(before);
    }

    /** A broker that began as the leader it had been could complete a transaction without its markers. */
    @Test
    void takesTheLeadershipFromABrokerThatWasKilledBeforeItStartsAgain() throws Exception {
        Path left = folder.resolve("left");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("killed"), 0)) {
            createTopic(kafka);
            produce(kafka, "a");
            copy(folder.resolve("killed"), left);
        }
        assertThat(LastLife.wasKilled(folder.resolve("killed/data"))).isFalse();
        assertThat(LastLife.wasKilled(left.resolve("data"))).isTrue();

        int port = LoopbackPort.free();
        LastLife.end(left.resolve("data"), port, LoopbackPort.ofController(port));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(left, 0)) {
            produce(kafka, "b");

            assertThat(consume(kafka, 2)).containsExactly("a", "b");
        }
    }

    /** What a killed process leaves is what stands in its files while it runs. */
    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                return copied(folder);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                return copied(file);
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException fault) throws IOException {
                return copied(file);
            }

            private FileVisitResult copied(Path file) throws IOException {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                } catch (NoSuchFileException gone) {
                    return FileVisitResult.CONTINUE; // it stood in for another until that was whole
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Test
    void refusesAPortThatIsTaken() throws Exception {
        Set<String> before = workingThreads();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> EmbeddedKafka.start(folder, port))
                    .isInstanceOf(EnvironmentFault.class)
                    .hasMessageStartingWith("port " + port + " on 127.0.0.1 is taken");
        }
        assertThatNoThreadIsLeft(before);
        FolderLock.take(folder).close();
    }

    @Test
    void refusesAFolderThatIsInUse() {
        FolderLock inUse = FolderLock.take(folder);

        assertThatThrownBy(() -> EmbeddedKafka.start(folder, 0))
                .isInstanceOf(EnvironmentFault.class)
                .hasMessage("folder " + folder + " is in use by another seks process");

        inUse.close();
    }

    @Test
    void refusesAFolderOfSomebodyElse() throws Exception {
        Files.writeString(folder.resolve("diary.txt"), "mine");

        assertThatThrownBy(() -> EmbeddedKafka.start(folder, 0))
                .isInstanceOf(EnvironmentFault.class)
                .hasMessageContaining("holds diary.txt, expected an empty folder or one made by seks");
    }

    @Test
    void refusesAFileInPlaceOfAFolder() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> EmbeddedKafka.start(file, 0))
                .isInstanceOf(EnvironmentFault.class)
                .hasMessage(file + " is a file, expected a folder");
        assertThatThrownBy(() -> EmbeddedKafka.start(file.resolve("below"), 0))
                .isInstanceOf(EnvironmentFault.class)
                .hasMessageContaining("cannot be written");
    }

    @Test
    void endsAFailedStartWithoutEndingTheProcess() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0)) {
            assertThat(kafka.failure()).isNotDone();
        }
        Files.writeString(folder.resolve("data/__cluster_metadata-0/quorum-state"), "garbage");
        Set<String> before = workingThreads();

        assertThatThrownBy(() -> EmbeddedKafka.start(folder, 0))
                .isInstanceOf(EnvironmentFault.class)
                .hasMessageStartingWith("kafka did not start on " + folder);

        assertThatNoThreadIsLeft(before);
    }

    @Test
    void tellsWhenItCanNoLongerWrite() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0)) {
            LostDisk.lose(folder.resolve("data"));

            createTopic(kafka);

            assertThat(kafka.failure()).succeedsWithin(SOON);
        }
    }

    private static void createTopic(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            admin.createTopics(List.of(new NewTopic(LETTERS.topic(), 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static void produce(EmbeddedKafka kafka, String value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrap());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(LETTERS.topic(), value)).get();
        }
    }

    private static List<String> consume(EmbeddedKafka kafka, int count) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.bootstrap(), "isolation.level", "read_committed");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(LETTERS));
            consumer.seekToBeginning(List.of(LETTERS));
            List<String> values = new ArrayList<>();
            await().atMost(SOON).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
                return values.size() >= count;
            });
            return values;
        }
    }

    /** Threads that keep a process alive. */
    private static Set<String> workingThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && !thread.isDaemon())
                .map(Thread::getName)
                .filter(name -> !name.startsWith("awaitility"))
                .collect(Collectors.toSet());
    }

    private static void assertThatNoThreadIsLeft(Set<String> before) {
        await().atMost(SOON).untilAsserted(() -> assertThat(workingThreads()).isSubsetOf(before));
    }
}
