// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.dev;

import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.topic.LogReader;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.WireException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the topics from now on and tells of each request in one line: when it is denied, when it begins to wait, and
 * when it has been executed. Reads what is committed, in a thread of its own.
 */
final class RequestLines implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RequestLines.class);
    private static final int MAX_WAITING = 10_000;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long JOIN_MS = 5_000;

    private final Topics topics;
    private final Codecs codecs;
    private final RequestLine line;
    private final Consumer<String> out;
    private final LogReader reader;
    private final Thread thread = new Thread(this::follow, "request-lines");
    private volatile boolean closed;

    /** Approved requests whose result is awaited, by digest; the oldest are forgotten beyond a bound. */
    private final Map<String, Decision> approved = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Decision> eldest) {
            return size() > MAX_WAITING;
        }
    };

    RequestLines(Map<String, Object> client, Topics topics, Codecs codecs, RequestLine line, Consumer<String> out) {
        this.topics = topics;
        this.codecs = codecs;
        this.line = line;
        this.out = out;
        this.reader = LogReader.of(client, topics, List.of(Topic.APPROVED, Topic.DENIED, Topic.PENDING, Topic.RESULTS))
                .fromEnd();
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        reader.wakeup();
        try {
            thread.join(JOIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        try (reader) {
            while (!closed) {
                reader.poll(POLL, this::tell);
            }
        } catch (WakeupException e) {
            LOG.debug("asked to end");
        } catch (KafkaException e) {
            LOG.warn("no longer following the topics", e);
        }
    }

    private void tell(ConsumerRecord<byte[], byte[]> message) {
        Instant at = Instant.ofEpochMilli(message.timestamp());
        try {
            if (topics.of(message.topic()).filter(Topic.RESULTS::equals).isPresent()) {
                ExecutionResult result = codecs.result().decode(message.value());
                if (!result.getLate()) {
                    tell(result, at);
                }
            } else {
                tell(codecs.decision().decode(message.value()), at);
            }
        } catch (WireException e) {
            LOG.warn("a record of {} at offset {} cannot be read", message.topic(), message.offset(), e);
        }
    }

    private void tell(Decision decision, Instant at) {
        if (decision.getOutcome() == Outcome.APPROVED) {
            approved.put(decision.getRequestDigest(), decision);
        } else {
            out.accept(line.of(decision, at));
        }
    }

    private void tell(ExecutionResult result, Instant at) {
        Decision decision = approved.remove(result.getRequestDigest());
        if (decision != null) {
            out.accept(line.of(decision, result, at));
        }
    }
}
