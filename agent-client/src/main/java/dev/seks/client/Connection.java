// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.client;

import dev.seks.schemas.topic.TopicDiscovery;
import dev.seks.schemas.topic.TopicException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** How a client meets Kafka: what it asks the cluster, how it writes, and what it says when that fails. */
final class Connection {
    private Connection() {}

    /** The topics as the cluster has them, and its id. */
    static TopicDiscovery.Found cluster(ClientConfig config) {
        try {
            return TopicDiscovery.lookUp(config.kafka(), config.prefix(), config.answersWithin());
        } catch (TopicException e) {
            throw new ClientException(String.valueOf(e.getMessage()), e);
        }
    }

    /** A writer of requests: acknowledged by all replicas, without duplicates, and at once. */
    static KafkaProducer<byte[], byte[]> producer(ClientConfig config) {
        Map<String, Object> settings = new HashMap<>(config.kafka());
        int patienceMs = patienceMs(config);
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("linger.ms", 0);
        settings.put("max.block.ms", patienceMs);
        settings.put("request.timeout.ms", patienceMs);
        settings.put("delivery.timeout.ms", patienceMs);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    static ClientException notPublished(ClientConfig config, String requestDigest, Exception cause) {
        if (cause instanceof RecordTooLargeException) {
            return new ClientException("request " + requestDigest + " is larger than the topic takes", cause);
        }
        if (cause instanceof TimeoutException) {
            return new ClientException(
                    "kafka at " + config.bootstrap() + " did not confirm request " + requestDigest + " within "
                            + patienceMs(config) + " ms; it may stand in the log all the same, and submitting the same"
                            + " request again is safe",
                    cause);
        }
        return new ClientException("request " + requestDigest + " was not published: " + cause.getMessage(), cause);
    }

    static ClientException fault(ClientConfig config, KafkaException cause) {
        String message = cause instanceof TimeoutException
                ? " did not answer within " + patienceMs(config) + " ms"
                : " cannot be used: " + cause.getMessage();
        return new ClientException("kafka at " + config.bootstrap() + message, cause);
    }

    private static int patienceMs(ClientConfig config) {
        return Math.toIntExact(config.answersWithin().toMillis());
    }
}
