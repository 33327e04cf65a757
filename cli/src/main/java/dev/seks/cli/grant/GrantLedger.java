// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.grant;

import dev.seks.cli.option.Cluster;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.GrantEnd;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.topic.LogReader;
import dev.seks.schemas.topic.Partitioning;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import dev.seks.schemas.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Every grant of a domain, added up from its decisions and its journal, whatever order they are read in. */
final class GrantLedger {
    /** The most grants that are kept at once while reading; the oldest are forgotten first. */
    private static final int MAX_KEPT = 100_000;

    private final Map<String, ListedGrant> made = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ListedGrant> eldest) {
            return size() > MAX_KEPT;
        }
    };
    private final Map<String, Integer> uses = new HashMap<>();
    private final List<GrantEnd> ends = new ArrayList<>();
    private final String domain;

    GrantLedger(String domain) {
        this.domain = domain;
    }

    /**
     * Reads the log to its end, oldest grant first.
     *
     * @throws IllegalStateException when it cannot be read
     */
    static List<ListedGrant> read(Cluster cluster) {
        Codecs codecs = Codecs.of(SchemaIds.builtIn());
        int partition = Partitioning.partition(
                cluster.domain().getBytes(StandardCharsets.UTF_8),
                cluster.topics().partitions());
        TopicPartition approved = new TopicPartition(cluster.topics().name(Topic.APPROVED), partition);
        TopicPartition journal = new TopicPartition(cluster.topics().name(Topic.JOURNAL), partition);
        GrantLedger ledger = new GrantLedger(cluster.domain());
        try (LogReader reader = LogReader.ofPartitions(cluster.client(), List.of(approved, journal))) {
            reader.drain(Cluster.PATIENCE, message -> ledger.take(codecs, message, approved.topic()));
        }
        return ledger.grants();
    }

    private void take(Codecs codecs, ConsumerRecord<byte[], byte[]> message, String approved) {
        try {
            if (message.topic().equals(approved)) {
                take(codecs.decision().decode(message.value()));
            } else {
                take(codecs.journal().decode(message.value()));
            }
        } catch (WireException e) {
            // what nobody can read is no grant; the audit commands tell of it
        }
    }

    void take(Decision decision) {
        if (!decision.getDomain().equals(domain)) {
            return;
        }
        if (decision.getGrant() != null) {
            made.put(decision.getRequestDigest(), new ListedGrant(decision, decision.getGrant(), 0, null));
        }
        if (decision.getGrantId() != null) {
            uses.merge(decision.getGrantId(), 1, Integer::sum);
        }
    }

    void take(JournalEntry entry) {
        if (entry.getDomain().equals(domain) && entry.getGrantsEnded() != null) {
            ends.addAll(entry.getGrantsEnded());
        }
    }

    List<ListedGrant> grants() {
        Map<String, ListedGrant> grants = new LinkedHashMap<>();
        made.forEach((id, grant) ->
                grants.put(id, new ListedGrant(grant.decision(), grant.grant(), uses.getOrDefault(id, 0), null)));
        ends.forEach(end -> grants.computeIfPresent(end.getGrantId(), (id, grant) -> grant.ended(end.getCause())));
        return grants.values().stream()
                .sorted(Comparator.comparing(grant -> grant.decision().getSeq()))
                .toList();
    }
}
