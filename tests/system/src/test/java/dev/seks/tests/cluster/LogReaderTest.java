// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.schemas.topic.LogReader;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.TopicAdmin;
import dev.seks.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaClusterExtension.class)
class LogReaderTest {
    private static final Duration AMPLE = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);

    private KafkaCluster cluster;
    private Topics topics;

    @BeforeEach
    void createTopics(KafkaCluster cluster) throws Exception {
        this.cluster = cluster;
        this.topics = cluster.freshTopics(1);
        try (Admin admin = Admin.create(cluster.client())) {
            new TopicAdmin(admin, topics).create(1);
        }
    }

    @Test
    void readsWhatIsCommittedAndNothingElse() {
        try (KafkaProducer<String, String> producer = transactional()) {
            inTransaction(producer, "first", true);
            inTransaction(producer, "aborted", false);
            inTransaction(producer, "second", true);
        }

        try (LogReader reader = LogReader.of(cluster.client(), topics, List.of(Topic.TICKS))) {
            assertThat(drained(reader)).containsExactly("first", "second");
        }
    }

    @Test
    void saysWhenATransactionHangs() {
        try (KafkaProducer<String, String> producer = transactional();
                LogReader reader = LogReader.of(cluster.client(), topics, List.of(Topic.TICKS))) {
            producer.beginTransaction();
            send(producer, "hanging");
            producer.flush();

            assertThatThrownBy(() -> reader.drain(SHORT, message -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("a transaction may hang");
            producer.abortTransaction();
        }
    }

    @Test
    void startsAtATime() throws Exception {
        try (KafkaProducer<String, String> producer = plain()) {
            send(producer, "early");
            Instant first = Instant.ofEpochMilli(send(producer, "before").timestamp());
            org.awaitility.Awaitility.await()
                    .atMost(AMPLE)
                    .until(() -> Instant.now().isAfter(first.plusMillis(2)));
            Instant second = Instant.ofEpochMilli(send(producer, "after").timestamp());

            try (LogReader reader = LogReader.of(cluster.client(), topics, List.of(Topic.TICKS))) {
                assertThat(drained(reader.from(second))).containsExactly("after");
            }
        }
    }

    /** The end used to be looked up at the first poll, so what came in between was never read. */
    @Test
    void readsWhatIsAppendedAfterItWasPlacedAtATimeStillToCome() throws Exception {
        try (KafkaProducer<String, String> producer = plain();
                LogReader reader = LogReader.of(cluster.client(), topics, List.of(Topic.TICKS))) {
            send(producer, "before");
            reader.from(Instant.now().plusSeconds(60));

            send(producer, "after");

            assertThat(drained(reader)).containsExactly("after");
        }
    }

    @Test
    void readsFromTheEndOnlyWhatIsNew() throws Exception {
        try (KafkaProducer<String, String> producer = plain();
                LogReader reader = LogReader.of(cluster.client(), topics, List.of(Topic.TICKS))) {
            send(producer, "before");
            reader.fromEnd();

            send(producer, "after");

            assertThat(drained(reader)).containsExactly("after");
        }
    }

    private List<String> drained(LogReader reader) {
        List<String> values = new ArrayList<>();
        reader.drain(AMPLE, message -> values.add(new String(message.value(), StandardCharsets.UTF_8)));
        return values;
    }

    private void inTransaction(KafkaProducer<String, String> producer, String value, boolean commit) {
        producer.beginTransaction();
        send(producer, value);
        if (commit) {
            producer.commitTransaction();
        } else {
            producer.flush();
            producer.abortTransaction();
        }
    }

    private RecordMetadata send(KafkaProducer<String, String> producer, String value) {
        try {
            return producer.send(new ProducerRecord<>(topics.name(Topic.TICKS), "acme", value))
                    .get();
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private KafkaProducer<String, String> plain() {
        return new KafkaProducer<>(cluster.client(), new StringSerializer(), new StringSerializer());
    }

    private KafkaProducer<String, String> transactional() {
        Map<String, Object> settings = new HashMap<>(cluster.client());
        settings.put("transactional.id", topics.prefix() + "writer");
        KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
        producer.initTransactions();
        return producer;
    }
}
