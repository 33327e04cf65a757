// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.record.Tick;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.TopicAdmin;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import dev.seks.tests.invariant.InvariantChecker;
import dev.seks.tests.invariant.Log;
import dev.seks.tests.invariant.TopicsReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaClusterExtension.class)
class TopicsReaderTest {
    private static final byte[] KEY = "acme".getBytes(StandardCharsets.UTF_8);
    private static final byte[] GARBAGE = "garbage".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SECRET = "hunter2hunter2".getBytes(StandardCharsets.UTF_8);

    private KafkaCluster cluster;
    private Topics topics;
    private String changelog;

    @BeforeEach
    void createTopics(KafkaCluster cluster) throws Exception {
        this.cluster = cluster;
        this.topics = cluster.freshTopics(2);
        this.changelog = topics.prefix() + "broker-state-changelog";
        try (Admin admin = Admin.create(cluster.client())) {
            new TopicAdmin(admin, topics).create(1);
            admin.createTopics(List.of(new NewTopic(changelog, 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    @Test
    void readsCommittedRecordsAsTheyStand() {
        try (KafkaProducer<byte[], byte[]> producer = transactional()) {
            producer.beginTransaction();
            send(producer, topics.name(Topic.REQUESTS), GARBAGE);
            send(producer, topics.name(Topic.REQUESTS), null);
            producer.commitTransaction();
        }

        Log log = read();

        assertThat(log.requests())
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.content()).isNull());
        assertThat(log.requests().get(0).raw().key()).isEqualTo(KEY);
        assertThat(log.requests().get(0).raw().value()).isEqualTo(GARBAGE);
        assertThat(InvariantChecker.of(log).quiescent().findings())
                .extracting(finding -> finding.sentence())
                .containsExactly("never decided", "never decided");
    }

    @Test
    void ignoresWhatWasAborted() {
        try (KafkaProducer<byte[], byte[]> producer = transactional()) {
            producer.beginTransaction();
            send(producer, topics.name(Topic.REQUESTS), GARBAGE);
            producer.flush();
            producer.abortTransaction();
        }

        assertThat(read().requests()).isEmpty();
    }

    @Test
    void findsSecretsInAbortedRecordsAndInChangelogs() {
        try (KafkaProducer<byte[], byte[]> producer = transactional()) {
            producer.beginTransaction();
            send(producer, topics.name(Topic.RESULTS), SECRET);
            producer.flush();
            producer.abortTransaction();
            producer.beginTransaction();
            send(producer, changelog, SECRET);
            producer.commitTransaction();
        }

        assertThat(InvariantChecker.of(read())
                        .withSecrets(List.of("hunter2hunter2"))
                        .findings())
                .extracting(finding -> finding.invariant())
                .containsExactly("I6", "I6");
    }

    @Test
    void noticesWhatTheBrokerShouldNotHaveWritten() {
        byte[] tick = Codecs.of(SchemaIds.builtIn()).tick().encode(new Tick("acme", Instant.EPOCH));
        try (KafkaProducer<byte[], byte[]> producer = transactional()) {
            producer.beginTransaction();
            send(producer, topics.name(Topic.JOURNAL), tick);
            producer.commitTransaction();
        }

        assertThat(InvariantChecker.of(read()).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.toString())
                        .contains(topics.name(Topic.JOURNAL) + "-")
                        .endsWith("unreadable, expected a record of its topic"));
    }

    private Log read() {
        return new TopicsReader(cluster.client(), topics).read(changelog::equals);
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, String topic, byte[] value) {
        producer.send(new ProducerRecord<>(topic, KEY, value));
    }

    private KafkaProducer<byte[], byte[]> transactional() {
        Map<String, Object> settings = new HashMap<>(cluster.client());
        settings.put("transactional.id", topics.prefix() + "writer");
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }
}
