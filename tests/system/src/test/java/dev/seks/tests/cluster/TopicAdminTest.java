// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.TopicAdmin;
import dev.seks.schemas.topic.TopicException;
import dev.seks.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(KafkaClusterExtension.class)
class TopicAdminTest {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final int PARTITIONS = 2;

    private Admin admin;
    private Topics topics;
    private TopicAdmin topicAdmin;

    @BeforeEach
    void createTopics(KafkaCluster cluster) throws TopicException {
        admin = Admin.create(cluster.client());
        topics = cluster.freshTopics(PARTITIONS);
        topicAdmin = new TopicAdmin(admin, topics);
        topicAdmin.create(1);
    }

    @AfterEach
    void closeAdmin() {
        admin.close();
    }

    @Test
    void findsNoFaultInTopicsItCreated() throws TopicException {
        assertThat(topicAdmin.faults()).isEmpty();

        topicAdmin.verify();
    }

    @Test
    void leavesTopicsThatExistAsTheyAre() throws Exception {
        alter(Topic.REQUESTS, "retention.ms", "1000");

        topicAdmin.create(1);

        assertThat(topicAdmin.faults())
                .containsExactly(topics.name(Topic.REQUESTS) + ": retention.ms=1000, expected -1");
    }

    @ParameterizedTest
    @CsvSource({
        "REQUESTS, message.timestamp.type, CreateTime,     LogAppendTime",
        "JOURNAL,  retention.ms,           604800000,      -1",
        "RESULTS,  retention.bytes,        1000000,        -1",
        "APPROVED, cleanup.policy,         compact,        delete",
        "DENIED,   cleanup.policy,         'compact,delete', delete",
        "PROGRESS, cleanup.policy,         delete,         compact",
        "REQUESTS, max.message.bytes,      100,            262144",
        "REQUESTS, compression.type,       producer,       uncompressed",
    })
    void namesAnUnsafeSetting(Topic topic, String key, String unsafe, String expected) throws Exception {
        alter(topic, key, unsafe);

        assertThat(topicAdmin.faults())
                .containsExactly(topics.name(topic) + ": " + key + "=" + unsafe + ", expected " + expected);
    }

    @Test
    void namesAnotherNumberOfPartitions() throws Exception {
        admin.createPartitions(Map.of(topics.name(Topic.CLAIMS), NewPartitions.increaseTo(3)))
                .all()
                .get();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(topicAdmin.faults())
                        .containsExactly(topics.name(Topic.CLAIMS) + ": 3 partitions, expected 2"));
    }

    @Test
    void namesMissingTopics(KafkaCluster cluster) throws TopicException {
        Topics absent = cluster.freshTopics(1);

        assertThat(new TopicAdmin(admin, absent).faults())
                .hasSize(Topic.values().length)
                .contains(absent.name(Topic.REQUESTS) + ": does not exist");
    }

    @Test
    void refusesToGoOnNamingEveryFault() throws Exception {
        alter(Topic.REQUESTS, "message.timestamp.type", "CreateTime");
        alter(Topic.JOURNAL, "retention.ms", "5");

        assertThatThrownBy(topicAdmin::verify)
                .isInstanceOf(TopicException.class)
                .hasMessageStartingWith("unsafe topics, refusing to run: ")
                .hasMessageContaining("message.timestamp.type=CreateTime")
                .hasMessageContaining("retention.ms=5");
    }

    private void alter(Topic topic, String key, String value) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topics.name(topic));
        List<AlterConfigOp> change = List.of(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET));
        admin.incrementalAlterConfigs(Map.of(resource, change)).all().get();
        await().atMost(SOON)
                .until(() -> admin.describeConfigs(Set.of(resource))
                        .all()
                        .get()
                        .get(resource)
                        .get(key)
                        .value()
                        .equals(value));
    }
}
