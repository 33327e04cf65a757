// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.cli.kafka.EmbeddedKafka;
import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.topic.TopicAdmin;
import dev.seks.schemas.topic.Topics;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands say of a cluster that holds something else than they expect. */
class ForeignRecordsTest {
    private static final byte[] KEY = {1};
    private static final byte[] GARBAGE = {2};

    @Test
    void auditSaysWhatItCannotTell(@TempDir Path folder) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0)) {
            Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrap());
            Run without = Run.seks("audit", "log", "--kafka", kafka.bootstrap());
            createTopics(client);
            publish(client, "seks.denied");
            publish(client, "seks.requests");

            Run log = Run.seks("audit", "log", "--kafka", kafka.bootstrap());
            Run show = Run.seks("audit", "show", Digest.of(GARBAGE), "--kafka", kafka.bootstrap());

            assertThat(without.code()).isEqualTo(2);
            assertThat(without.err()).contains("has no topics of seks, expected a cluster on which seks runs");
            assertThat(log.code()).isZero();
            assertThat(log.out()).isEmpty();
            assertThat(log.err())
                    .contains("1 records could not be decoded and are not told, first seks.denied 0@0: not in the");
            assertThat(show.code()).isZero();
            assertThat(show.out()).contains("seks.requests 0@0  no record of this topic: not in the Confluent wire");
        }
    }

    private static void createTopics(Map<String, Object> client) throws Exception {
        try (Admin admin = Admin.create(client)) {
            new TopicAdmin(admin, Topics.withPartitions(1)).create(1);
        }
    }

    private static void publish(Map<String, Object> client, String topic) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, KEY, GARBAGE)).get();
        }
    }
}
