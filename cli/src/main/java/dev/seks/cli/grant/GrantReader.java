// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.grant;

import dev.seks.cli.option.Cluster;
import dev.seks.schemas.grant.GivenGrant;
import dev.seks.schemas.grant.GrantLedger;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.topic.LogReader;
import dev.seks.schemas.topic.Partitioning;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import dev.seks.schemas.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads every grant of a domain from the topics of a cluster. */
final class GrantReader {
    /** The most grants that are kept while reading; those whose time is over first are forgotten first. */
    private static final int MAX_KEPT = 100_000;

    private final Codecs codecs = Codecs.of(SchemaIds.builtIn());
    private final GrantLedger ledger = new GrantLedger(MAX_KEPT);
    private final String domain;

    private GrantReader(String domain) {
        this.domain = domain;
    }

    /**
     * Reads the log to its end, oldest grant first.
     *
     * @throws IllegalStateException when it cannot be read
     */
    static List<GivenGrant> read(Cluster cluster) {
        int partition = Partitioning.partition(
                cluster.domain().getBytes(StandardCharsets.UTF_8),
                cluster.topics().partitions());
        TopicPartition approved = new TopicPartition(cluster.topics().name(Topic.APPROVED), partition);
        TopicPartition journal = new TopicPartition(cluster.topics().name(Topic.JOURNAL), partition);
        GrantReader grants = new GrantReader(cluster.domain());
        try (LogReader reader = LogReader.ofPartitions(cluster.client(), List.of(approved, journal))) {
            reader.drain(Cluster.PATIENCE, message -> grants.take(message, approved.topic()));
        }
        return grants.ledger.grants();
    }

    private void take(ConsumerRecord<byte[], byte[]> message, String approved) {
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

    private void take(Decision decision) {
        if (decision.getDomain().equals(domain)) {
            ledger.take(decision);
        }
    }

    private void take(JournalEntry entry) {
        if (entry.getDomain().equals(domain)) {
            ledger.take(entry);
        }
    }
}
