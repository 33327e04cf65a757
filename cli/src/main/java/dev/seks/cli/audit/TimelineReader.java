// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.audit;

import dev.seks.cli.option.Cluster;
import dev.seks.client.FinalState;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import dev.seks.schemas.wire.WireException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the timeline of a cluster from its topics: what stands in the log, and then what comes. */
final class TimelineReader implements AutoCloseable {
    /** How many requests are held to be told in order; about 2 KB each. */
    private static final int MAX_HELD = 20_000;

    private static final List<Topic> READ = List.of(Topic.PENDING, Topic.APPROVED, Topic.DENIED, Topic.RESULTS);

    /** A decision is written shortly after the event that it is dated by. */
    private static final Duration WRITTEN_WITHIN = Duration.ofMinutes(1);

    private final Topics topics;
    private final TimelineFilter filter;
    private final MergedLog log;
    private final Timeline timeline;
    private final Codecs codecs = Codecs.of(SchemaIds.builtIn());
    private long undecodable;
    private String firstUndecodable = "";

    /** Tells {@code told} about the requests that the filter admits. */
    TimelineReader(Cluster cluster, TimelineFilter filter, Consumer<FinalState> told) {
        this.topics = cluster.topics();
        this.filter = filter;
        this.log = MergedLog.of(cluster.client(), topics, READ);
        this.timeline = new Timeline(MAX_HELD, state -> {
            if (filter.admits(state)) {
                told.accept(state);
            }
        });
    }

    /** Tells what stands in the log. */
    void read() {
        filter.since().ifPresent(since -> log.from(since.minus(WRITTEN_WITHIN)));
        log.drain(this::accept);
        timeline.goLive();
    }

    /** Tells what happens from now on. */
    void follow(BooleanSupplier goesOn) {
        log.follow(this::accept, goesOn);
    }

    /** What could not be told because it could not be decoded, in one sentence; empty when all could. */
    Optional<String> untold() {
        return undecodable == 0
                ? Optional.empty()
                : Optional.of(
                        undecodable + " records could not be decoded and are not told, first " + firstUndecodable);
    }

    @Override
    public void close() {
        log.close();
    }

    private void accept(ConsumerRecord<byte[], byte[]> from) {
        try {
            if (from.topic().equals(topics.name(Topic.RESULTS))) {
                ExecutionResult result = codecs.result().decode(from.value());
                if (!result.getLate()) {
                    timeline.result(result);
                }
                return;
            }
            Decision decision = codecs.decision().decode(from.value());
            boolean tooLate =
                    filter.until().filter(decision.getDecidedAt()::isAfter).isPresent();
            if (!tooLate) {
                timeline.decision(decision);
            }
        } catch (WireException e) {
            if (undecodable++ == 0) {
                firstUndecodable = from.topic() + " " + from.partition() + "@" + from.offset() + ": " + e.getMessage();
            }
        }
    }
}
