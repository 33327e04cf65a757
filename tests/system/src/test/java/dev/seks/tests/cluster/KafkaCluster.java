// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.cluster;

import dev.seks.schemas.topic.Topics;
import java.util.Map;

/**
 * A real Kafka cluster that system tests share. Which one is chosen by {@code -Dseks.kafka=HOST:PORT}; without it a
 * broker inside this process. Get it as a parameter of a test with {@link KafkaClusterExtension}.
 */
public interface KafkaCluster extends AutoCloseable {
    /** Names the cluster to use, as host:port. */
    String ADDRESS_PROPERTY = "seks.kafka";

    /** Where clients connect, as host:port. */
    String bootstrap();

    /** Topics under a prefix that no other test has; they do not exist yet. */
    Topics freshTopics(int partitions);

    /** What a client needs to connect. */
    default Map<String, Object> client() {
        return Map.of("bootstrap.servers", bootstrap());
    }

    /** Ends what was started, and removes what tests left behind. */
    @Override
    void close();

    /** The cluster that the system property names, or an embedded one. */
    static KafkaCluster start() {
        String address = System.getProperty(ADDRESS_PROPERTY);
        return address == null ? EmbeddedCluster.start() : ExternalCluster.at(address);
    }
}
