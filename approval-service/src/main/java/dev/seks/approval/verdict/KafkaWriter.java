// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.verdict;

import dev.seks.schemas.topic.Sizes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** How this service writes to Kafka: acknowledged by all in-sync replicas, once, and with an end to waiting. */
public final class KafkaWriter {
    /** How long a record may be on its way before it counts as failed. */
    public static final Duration DELIVERY = Duration.ofSeconds(10);

    /** How long one request to Kafka may take, and how long a call waits for room or for who leads a partition. */
    public static final Duration ONE_REQUEST = Duration.ofSeconds(5);

    private KafkaWriter() {}

    /** A producer with the settings of every client and {@code others} of its own. */
    public static KafkaProducer<byte[], byte[]> open(Map<String, Object> client, Map<String, Object> others) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ONE_REQUEST.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ONE_REQUEST.toMillis());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis());
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Sizes.CLIENT_REQUEST);
        settings.putAll(others);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
