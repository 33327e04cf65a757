// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import dev.seks.schemas.topic.Sizes;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** How the executor's clients are configured; {@code client} says where the cluster is and how to reach it. */
final class KafkaSettings {
    private static final int SESSION_MS = 10_000;
    private static final int TRANSACTION_MS = 10_000;
    private static final int MAX_BLOCK_MS = 10_000;
    private static final int NOTE_BLOCK_MS = 2_000;
    private static final int RETRY_MS = 2;
    private static final int RETRY_MAX_MS = 100;
    private static final int MAX_POLL_RECORDS = 100;
    private static final int PRODUCER_BUFFER_BYTES = 4 * Sizes.CLIENT_REQUEST;

    private KafkaSettings() {}

    /** A consumer that reads committed records from wherever it is told to. */
    static Map<String, Object> reader(Map<String, Object> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Sizes.CLIENT_REQUEST);
        return settings;
    }

    /** A static member of the executors' group: started again under its name it has its partitions back at once. */
    static Map<String, Object> member(Map<String, Object> client, String group, String instance) {
        Map<String, Object> settings = reader(client);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, group + "-" + instance);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MS);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_MS / 4);
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
        return settings;
    }

    /** The one producer that may write claims, progress and results of a partition. */
    static Map<String, Object> producer(Map<String, Object> client, String transactionalId) {
        Map<String, Object> settings = writer(client);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MS);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        return settings;
    }

    /** Writes what stands beside results; one that cannot be written holds up the next no longer than a moment. */
    static Map<String, Object> noteTaker(Map<String, Object> client, String instance) {
        Map<String, Object> settings = writer(client);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, instance + "-notes");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, NOTE_BLOCK_MS);
        return settings;
    }

    private static Map<String, Object> writer(Map<String, Object> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TRANSACTION_MS / 2);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TRANSACTION_MS);
        settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_MS);
        settings.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, RETRY_MAX_MS);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, PRODUCER_BUFFER_BYTES);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Sizes.CLIENT_REQUEST);
        return settings;
    }
}
