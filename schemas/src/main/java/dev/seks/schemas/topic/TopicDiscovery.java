// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.topic;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Learns from a running cluster what its topics are, for those who only write or read them. */
public final class TopicDiscovery {
    private TopicDiscovery() {}

    /**
     * The topics as the cluster has them.
     *
     * @param client {@code bootstrap.servers} and security
     * @throws TopicException when the cluster does not answer within {@code patience}, or holds no topics of seks
     */
    public static Topics find(Map<String, Object> client, String prefix, Duration patience) throws TopicException {
        return lookUp(client, prefix, patience).topics();
    }

    /** The topics, and the cluster that holds them. */
    public record Found(Topics topics, String clusterId) {}

    /**
     * The same, with the cluster's id.
     *
     * @throws TopicException as {@link #find} does
     */
    public static Found lookUp(Map<String, Object> client, String prefix, Duration patience) throws TopicException {
        Map<String, Object> settings = new HashMap<>(client);
        int patienceMs = Math.toIntExact(patience.toMillis());
        settings.put("request.timeout.ms", patienceMs);
        settings.put("default.api.timeout.ms", patienceMs);
        String where = "kafka at " + client.get("bootstrap.servers");
        try (Admin admin = Admin.create(settings)) {
            Topics topics = new Topics(prefix, partitions(admin, Topic.REQUESTS.name(prefix), patienceMs));
            return new Found(topics, admin.describeCluster().clusterId().get(patienceMs, TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            throw unanswered(where, patienceMs, e.getCause());
        } catch (TimeoutException | KafkaException e) {
            throw unanswered(where, patienceMs, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unanswered(where, patienceMs, e);
        }
    }

    private static int partitions(Admin admin, String topic, int patienceMs)
            throws ExecutionException, InterruptedException, TimeoutException {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get(patienceMs, TimeUnit.MILLISECONDS)
                .get(topic)
                .partitions()
                .size();
    }

    private static TopicException unanswered(String where, int patienceMs, Throwable cause) {
        if (cause instanceof UnknownTopicOrPartitionException) {
            return new TopicException(where + " has no topics of seks, expected a cluster on which seks runs", cause);
        }
        boolean silent =
                cause instanceof TimeoutException || cause instanceof org.apache.kafka.common.errors.TimeoutException;
        return new TopicException(
                where
                        + (silent
                                ? " did not answer within " + patienceMs + " ms"
                                : " cannot be used: " + deepest(cause)),
                cause);
    }

    private static String deepest(Throwable cause) {
        Throwable deepest = cause;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage());
    }
}
