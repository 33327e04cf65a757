// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.replay;

import dev.seks.broker.decision.Trust;
import dev.seks.broker.topology.BrokerKeys;
import dev.seks.schemas.signature.HmacKey;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordVerifier;
import dev.seks.schemas.topic.ClusterId;
import dev.seks.schemas.topic.LogReader;
import dev.seks.schemas.topic.Signatures;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.TopicException;
import dev.seks.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Everything committed that went into the state machine and came out of it, each partition in the order of offsets. */
public final class Recording {
    /** What the state machine reads. */
    static final Set<Topic> INPUTS =
            EnumSet.of(Topic.REQUESTS, Topic.VERDICTS, Topic.POLICIES, Topic.CONTROLS, Topic.TICKS);

    /** What it writes. */
    static final Set<Topic> OUTPUTS = EnumSet.of(Topic.APPROVED, Topic.DENIED, Topic.PENDING, Topic.JOURNAL);

    private static final Comparator<ConsumerRecord<byte[], byte[]>> ORDER = Comparator.comparing(
                    (ConsumerRecord<byte[], byte[]> logged) -> logged.partition())
            .thenComparing(ConsumerRecord::offset);
    private static final Duration READ_WITHIN = Duration.ofMinutes(2);

    private final Topics topics;
    private final Map<Topic, List<ConsumerRecord<byte[], byte[]>>> records;

    private final Trust trust;
    private final HmacKey decisions;

    private Recording(
            Topics topics, Trust trust, HmacKey decisions, Map<Topic, List<ConsumerRecord<byte[], byte[]>>> records) {
        this.topics = topics;
        this.records = records;
        this.trust = trust;
        this.decisions = decisions;
    }

    /** Reads it all, up to what stands in the topics now. */
    public static Recording read(Map<String, Object> client, Topics topics, BrokerKeys keys) {
        Trust trust = new Trust(clusterId(client), keys.roots(), keys.agents(), keys.requests());
        Recording read = new Recording(topics, trust, keys.decisions(), new EnumMap<>(Topic.class));
        Set<Topic> both = EnumSet.copyOf(INPUTS);
        both.addAll(OUTPUTS);
        both.forEach(topic -> read.records.put(topic, new ArrayList<>()));
        try (LogReader reader = LogReader.of(client, topics, both)) {
            reader.drain(
                    READ_WITHIN,
                    logged -> read.of(topics.of(logged.topic()).orElseThrow()).add(logged));
        }
        read.records.values().forEach(list -> list.sort(ORDER));
        return read;
    }

    /** The same records, with values of their own. */
    Recording copy() {
        Recording copy = new Recording(topics, trust, decisions, new EnumMap<>(Topic.class));
        records.forEach((topic, list) -> copy.records.put(
                topic, new ArrayList<>(list.stream().map(Recording::copy).toList())));
        return copy;
    }

    private static ConsumerRecord<byte[], byte[]> copy(ConsumerRecord<byte[], byte[]> logged) {
        byte[] value = logged.value();
        return new ConsumerRecord<>(
                logged.topic(),
                logged.partition(),
                logged.offset(),
                logged.timestamp(),
                logged.timestampType(),
                logged.serializedKeySize(),
                logged.serializedValueSize(),
                logged.key(),
                value == null ? null : value.clone(),
                logged.headers(),
                logged.leaderEpoch());
    }

    /** Whom the state machine believed. */
    Trust trust() {
        return trust;
    }

    /** Whether a decision is signed by the broker whose recording this is. */
    boolean isSigned(ConsumerRecord<byte[], byte[]> decision) {
        return decision.headers().toArray().length == 1
                && Signatures.verify(
                        new RecordVerifier(trust.clusterId()), List.of(decisions), RecordKind.DECISION, decision);
    }

    private static String clusterId(Map<String, Object> client) {
        try (Admin admin = Admin.create(client)) {
            return ClusterId.of(admin);
        } catch (TopicException e) {
            throw new IllegalStateException(e);
        }
    }

    public Topics topics() {
        return topics;
    }

    /** The records of a topic. */
    public List<ConsumerRecord<byte[], byte[]>> of(Topic topic) {
        return records.get(topic);
    }

    /** The records of one partition of a topic. */
    List<ConsumerRecord<byte[], byte[]>> of(Topic topic, int partition) {
        return of(topic).stream()
                .filter(logged -> logged.partition() == partition)
                .toList();
    }

    /** Whether every input has its journal entry, so that nothing is on its way. */
    public boolean isSettled() {
        long inputs = INPUTS.stream().mapToLong(topic -> of(topic).size()).sum();
        return of(Topic.JOURNAL).size() == inputs;
    }
}
