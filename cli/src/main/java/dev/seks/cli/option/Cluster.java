// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.option;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.schemas.topic.ClusterId;
import dev.seks.schemas.topic.TopicDiscovery;
import dev.seks.schemas.topic.TopicException;
import dev.seks.schemas.topic.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/**
 * Where a command reads and writes.
 *
 * @param kafka host:port, or several with commas
 * @param domain the policy domain
 * @param dev the {@code seks dev} it belongs to, if it was found that way
 */
public record Cluster(String kafka, String domain, Optional<RunningDev> dev) {
    /** How long Kafka may take to answer a command. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Settings of a Kafka client. */
    public Map<String, Object> client() {
        return Map.of("bootstrap.servers", kafka);
    }

    /**
     * The id of the Kafka cluster.
     *
     * @throws EnvironmentFault when it does not answer
     */
    public String id() {
        try (Admin admin = Admin.create(client())) {
            return ClusterId.of(admin);
        } catch (TopicException e) {
            throw EnvironmentFault.because(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The topics as the cluster has them.
     *
     * @throws EnvironmentFault when it does not answer, or is no cluster of seks
     */
    public Topics topics() {
        try {
            return TopicDiscovery.find(client(), Topics.DEFAULT_PREFIX, PATIENCE);
        } catch (TopicException e) {
            throw EnvironmentFault.because(String.valueOf(e.getMessage()), e);
        }
    }
}
