// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.dev;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.kafka.EmbeddedKafka;
import dev.seks.cli.option.Reachability;
import dev.seks.schemas.topic.ClusterId;
import dev.seks.schemas.topic.TopicAdmin;
import dev.seks.schemas.topic.TopicException;
import dev.seks.schemas.topic.Topics;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The Kafka cluster in use: the broker in this process, or one that somebody else runs. */
final class Cluster implements AutoCloseable {
    /** The topics, unless others are asked for. */
    static final Topics TOPICS = Topics.withPartitions(4);

    private static final int FIRST_ANSWER_MS = 6_000;
    private static final String ADDRESS_HINT =
            "--kafka takes HOST:PORT of a running cluster; without it, seks dev runs its own broker";

    private final String bootstrap;
    private final Topics topics;
    private final @Nullable EmbeddedKafka embedded;
    private volatile String clusterId = "";

    private Cluster(String bootstrap, Topics topics, @Nullable EmbeddedKafka embedded) {
        this.bootstrap = bootstrap;
        this.topics = topics;
        this.embedded = embedded;
    }

    static Cluster embedded(Path folder, int port) {
        EmbeddedKafka kafka = EmbeddedKafka.start(folder, port);
        return new Cluster(kafka.bootstrap(), TOPICS, kafka);
    }

    /** One that runs anyway; somebody listens there. */
    static Cluster external(DevOptions.Elsewhere there) {
        Reachability.check(there.bootstrap(), ADDRESS_HINT);
        return new Cluster(there.bootstrap(), there.topics(), null);
    }

    String bootstrap() {
        return bootstrap;
    }

    boolean isEmbedded() {
        return embedded != null;
    }

    Map<String, Object> client() {
        return Map.of("bootstrap.servers", bootstrap);
    }

    /** The id of the cluster; known once its topics are prepared. */
    String id() {
        return clusterId;
    }

    /** Completes with the reason when the embedded broker fails. */
    CompletableFuture<String> failure() {
        return embedded == null ? new CompletableFuture<>() : embedded.failure();
    }

    /**
     * Makes the topics that are missing.
     *
     * @throws EnvironmentFault when nobody answers, or a topic that exists is unsafe
     */
    Topics prepareTopics() {
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                FIRST_ANSWER_MS,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                FIRST_ANSWER_MS / 2);
        try (Admin admin = Admin.create(settings)) {
            TopicAdmin topicAdmin = new TopicAdmin(admin, topics);
            topicAdmin.create(1);
            topicAdmin.verify();
            clusterId = ClusterId.of(admin);
            return topics;
        } catch (TopicException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw noKafka("nobody answers", e);
            }
            throw EnvironmentFault.because("kafka at " + bootstrap + ": " + e.getMessage(), e)
                    .hint("topics that somebody else made must be as seks declares them");
        } catch (KafkaException e) {
            throw noKafka(deepest(e), e);
        }
    }

    private EnvironmentFault noKafka(String why, Exception cause) {
        return EnvironmentFault.because("no kafka at " + bootstrap + ": " + why, cause)
                .hint(ADDRESS_HINT);
    }

    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
        }
    }

    private static String deepest(Throwable fault) {
        Throwable cause = fault;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
