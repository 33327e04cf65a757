// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.TopicAdmin;
import dev.seks.schemas.topic.Topics;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaClusterExtension.class)
class ExternalClusterTest {
    private static final Duration SOON = Duration.ofMinutes(1);

    @Test
    void removesTheTopicsOfItsTestsAndNoOthers(KafkaCluster cluster) throws Exception {
        try (Admin admin = Admin.create(cluster.client())) {
            Topics others = cluster.freshTopics(1);
            new TopicAdmin(admin, others).create(1);
            KafkaCluster external = ExternalCluster.at(cluster.bootstrap());
            Topics ours = external.freshTopics(1);
            new TopicAdmin(admin, ours).create(1);

            external.close();

            await().atMost(SOON).untilAsserted(() -> {
                Set<String> left = admin.listTopics().names().get();
                assertThat(left)
                        .contains(others.name(Topic.REQUESTS))
                        .noneMatch(name -> name.startsWith(ours.prefix()));
            });
        }
    }

    @Test
    void givesEveryTestAPrefixOfItsOwn() {
        KafkaCluster one = ExternalCluster.at("localhost:1");
        KafkaCluster other = ExternalCluster.at("localhost:1");

        assertThat(Set.of(one.freshTopics(1), one.freshTopics(1), other.freshTopics(1)))
                .hasSize(3);
    }
}
