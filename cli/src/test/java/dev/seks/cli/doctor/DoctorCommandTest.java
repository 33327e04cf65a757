// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seks.cli.CommandRun;
import dev.seks.cli.kafka.EmbeddedKafka;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.TopicAdmin;
import dev.seks.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorCommandTest {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Topics TOPICS = Topics.withPartitions(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private EmbeddedKafka kafka;
    private Admin admin;

    @BeforeEach
    void start() {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
        admin = Admin.create(client());
    }

    @AfterEach
    void stop() {
        admin.close();
        kafka.close();
    }

    @Test
    void findsNoFaultInTheClusterOfSeksDev() throws Exception {
        CommandRun before = doctor("--json");
        new TopicAdmin(admin, TOPICS).create(1);
        CommandRun after = doctor("--json");

        assertThat(before.code()).isZero();
        assertThat(checks(before, true)).contains("machine.java", "cluster.transaction.version", "topics.declared");
        assertThat(after.code()).isZero();
        assertThat(checks(after, true)).contains("topics.transactions", "broker.1.auto.create.topics.enable");
        assertThat(checks(after, false)).isEmpty();
    }

    @Test
    void namesEachFaultWithItsCure() throws Exception {
        new TopicAdmin(admin, TOPICS).create(1);
        alter(ConfigResource.Type.TOPIC, TOPICS.name(Topic.REQUESTS), "retention.ms", "1000");
        alter(ConfigResource.Type.BROKER, "1", "unclean.leader.election.enable", "true");
        admin.updateFeatures(
                        Map.of(
                                "transaction.version",
                                new FeatureUpdate((short) 1, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE)),
                        new UpdateFeaturesOptions())
                .all()
                .get();

        // the brokers tell what is set a moment after it was
        await().atMost(SOON).until(() -> checks(doctor("--json"), false).size() >= 3);
        CommandRun run = doctor("--json");
        CommandRun people = doctor();

        assertThat(run.code()).isEqualTo(1);
        assertThat(checks(run, false))
                .containsExactly(
                        "cluster.transaction.version", "broker.1.unclean.leader.election.enable", "topics.declared");
        assertThat(people.code()).isEqualTo(1);
        assertThat(people.out())
                .contains(
                        "fault  topics.declared: seks.requests: retention.ms=1000, expected -1, expected as declared",
                        "       kafka-features.sh upgrade --feature transaction.version=2");
    }

    @Test
    void findsATransactionThatHangs() throws Exception {
        new TopicAdmin(admin, TOPICS).create(1);
        Map<String, Object> settings = new java.util.HashMap<>(client());
        settings.put("transactional.id", "forgotten");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(TOPICS.name(Topic.JOURNAL), new byte[1]))
                    .get();

            List<Diagnosis> now = new ClusterExam(admin, Instant.now()).topics(TOPICS);
            List<Diagnosis> later = new ClusterExam(admin, Instant.now().plusSeconds(120)).topics(TOPICS);

            assertThat(now).allMatch(Diagnosis::ok);
            assertThat(later)
                    .filteredOn(diagnosis -> !diagnosis.ok())
                    .singleElement()
                    .satisfies(diagnosis -> assertThat(diagnosis.found())
                            .startsWith("a transaction in seks.journal-")
                            .endsWith("has been open for more than 60 s"));
            producer.abortTransaction();
        }
    }

    @Test
    void looksAtTheMachineAndSaysHowToStartWhenNothingRuns() {
        CommandRun run = CommandRun.of("doctor", "--data", folder.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).contains("machine.java", "machine.port.7070", "machine.port.7072");
        assertThat(run.err()).contains("no seks dev runs here", "./seks dev");
    }

    private CommandRun doctor(String... options) {
        List<String> line = new ArrayList<>(List.of("doctor", "--kafka", kafka.bootstrap()));
        line.addAll(List.of(options));
        return CommandRun.of(line.toArray(String[]::new));
    }

    private static List<String> checks(CommandRun run, boolean ok) throws Exception {
        List<String> checks = new ArrayList<>();
        for (String line : run.lines()) {
            JsonNode look = JSON.readTree(line);
            if (look.get("ok").booleanValue() == ok) {
                checks.add(look.get("check").textValue());
            }
        }
        return checks;
    }

    private void alter(ConfigResource.Type type, String name, String key, String value) throws Exception {
        AlterConfigOp set = new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(type, name), List.of(set)))
                .all()
                .get();
    }

    private Map<String, Object> client() {
        return Map.of("bootstrap.servers", kafka.bootstrap());
    }
}
