// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.audit;

import dev.seks.cli.option.Cluster;
import dev.seks.schemas.record.Attempt;
import dev.seks.schemas.topic.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the refused attempts of a cluster: what stands in the log, and then what comes. */
final class AttemptReader implements AutoCloseable {
    private final AttemptFilter filter;
    private final Optional<String> domain;
    private final Optional<AttemptProof> proof;
    private final LogRecords records;
    private final MergedLog log;
    private final Consumer<FoundAttempt> told;

    /** What is asked for: {@code domain} empty for all, {@code proof} empty when nobody is known to be trusted. */
    record Question(AttemptFilter filter, Optional<String> domain, Optional<AttemptProof> proof) {}

    AttemptReader(Cluster cluster, Question question, LogRecords records, Consumer<FoundAttempt> told) {
        this.filter = question.filter();
        this.domain = question.domain();
        this.proof = question.proof();
        this.records = records;
        this.log = MergedLog.of(cluster.client(), cluster.topics(), List.of(Topic.ATTEMPTS));
        this.told = told;
    }

    void read() {
        filter.since().ifPresent(log::from);
        log.drain(this::accept);
    }

    void follow(BooleanSupplier goesOn) {
        log.follow(this::accept, goesOn);
    }

    @Override
    public void close() {
        log.close();
    }

    /** What is no record of an attempt is of nobody and of no domain: whoever asks for whatever is told of it. */
    private void accept(ConsumerRecord<byte[], byte[]> place) {
        LogRecord record = records.decode(place);
        Optional<Attempt> attempt = record.message().map(Attempt.class::cast);
        boolean wanted = filter.admits(Instant.ofEpochMilli(place.timestamp()))
                && attempt.filter(found -> !isWanted(found)).isEmpty();
        if (wanted) {
            Boolean genuine = proof.map(known -> attempt.filter(found -> known.isGenuine(place, found))
                            .isPresent())
                    .orElse(null);
            told.accept(new FoundAttempt(record, genuine));
        }
    }

    private boolean isWanted(Attempt attempt) {
        return filter.admits(attempt)
                && domain.filter(wanted -> !wanted.equals(attempt.getDomain())).isEmpty();
    }
}
