// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.topology;

import dev.seks.broker.decision.Decider;
import dev.seks.broker.decision.SignatureCheck;
import dev.seks.broker.decision.Trust;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.signature.HmacKey;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.signature.SignatureHeader;
import dev.seks.schemas.topic.Sizes;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.RecordType;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
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
    private final Trust trust;
    private final SignatureCheck signatures;
    private final RecordSigner decisions;
    private final Map<String, EventKind> kinds = new HashMap<>();

    /** The topology of a process that believes whom {@code trust} names and signs decisions with {@code decisionKey}. */
    public BrokerTopology(Topics topics, Codecs codecs, Trust trust, HmacKey decisionKey) {
        this(topics, codecs, trust, SignatureCheck.of(trust.clusterId()), decisionKey);
    }

    BrokerTopology(Topics topics, Codecs codecs, Trust trust, SignatureCheck signatures, HmacKey decisionKey) {
        this.topics = topics;
        this.codecs = codecs;
        this.trust = trust;
        this.signatures = signatures;
        this.decisions = new RecordSigner(decisionKey, trust.clusterId());
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
                () -> new DecideProcessor(codecs, new Decider(codecs, trust, signatures), this),
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

    /** The headers of a record that goes out, made from nothing: the signature, where it is a decision. */
    Headers headers(Topic topic, byte[] value) {
        RecordHeaders headers = new RecordHeaders();
        if (topic.value() == RecordType.DECISION) {
            headers.add(
                    SignatureHeader.NAME,
                    decisions
                            .sign(RecordKind.DECISION, topics.name(topic), value)
                            .encode());
        }
        return headers;
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
