// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.topology;

import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.topic.Sizes;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.Codecs;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.state.Stores;

/**
 * The topology: five topics in, one processor with one store, five topics out. Sources hand over raw bytes, so that no
 * input can fail before the state machine has seen it.
 */
public final class BrokerTopology {
    static final String STORE = "state";

    private static final String DECIDE = "decide";
    private static final Map<Topic, EventKind> INPUTS = new EnumMap<>(Map.of(
            Topic.REQUESTS, EventKind.REQUEST,
            Topic.VERDICTS, EventKind.VERDICT,
            Topic.POLICIES, EventKind.POLICY,
            Topic.CONTROLS, EventKind.CONTROL,
            Topic.TICKS, EventKind.TICK));
    private static final Topic[] OUTPUTS = {Topic.APPROVED, Topic.DENIED, Topic.PENDING, Topic.JOURNAL, Topic.TICKS};

    private final Topics topics;
    private final Codecs codecs;
    private final Map<String, EventKind> kinds = new HashMap<>();

    public BrokerTopology(Topics topics, Codecs codecs) {
        this.topics = topics;
        this.codecs = codecs;
        INPUTS.forEach((topic, kind) -> kinds.put(topics.name(topic), kind));
    }

    /** The topology, every node and the store named. */
    public Topology build() {
        Topology topology = new Topology();
        INPUTS.keySet()
                .forEach(input -> topology.addSource(
                        AutoOffsetReset.earliest(),
                        reader(input),
                        new AppendTime(),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        topics.name(input)));
        topology.addProcessor(
                DECIDE,
                () -> new DecideProcessor(codecs, this),
                INPUTS.keySet().stream().map(BrokerTopology::reader).toArray(String[]::new));
        topology.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STORE), Serdes.Bytes(), Serdes.ByteArray())
                        .withCachingDisabled()
                        .withLoggingEnabled(
                                Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(Sizes.BUNDLE_RECORD))),
                DECIDE);
        for (Topic output : OUTPUTS) {
            topology.addSink(
                    writer(output),
                    topics.name(output),
                    Destination.keySerializer(),
                    new ByteArraySerializer(),
                    Destination.partitioner(),
                    DECIDE);
        }
        return topology;
    }

    /** What kind of event a record of this topic is. */
    EventKind kind(String topic) {
        return kinds.getOrDefault(topic, EventKind.UNKNOWN);
    }

    int partitions() {
        return topics.partitions();
    }

    static String writer(Topic topic) {
        return "write-" + topic.name().toLowerCase(Locale.ROOT);
    }

    private static String reader(Topic topic) {
        return "read-" + topic.name().toLowerCase(Locale.ROOT);
    }

    /** The broker's append time; the topics are checked for it at start. Never fails, whatever stands in a record. */
    static final class AppendTime implements TimestampExtractor {
        @Override
        public long extract(ConsumerRecord<Object, Object> logged, long partitionTime) {
            return Math.max(0, logged.timestamp());
        }
    }
}
