// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.demo;

import dev.seks.schemas.topic.LogReader;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.WireException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads the topics on its own, committed records only, and remembers what they say about each request. It takes no
 * service's word for anything. For use by one thread.
 */
final class Witness implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);

    private final Topics topics;
    private final Codecs codecs;
    private final LogReader reader;
    private final Map<String, Track> tracks = new HashMap<>();

    Witness(Map<String, Object> client, Topics topics, Codecs codecs) {
        this.topics = topics;
        this.codecs = codecs;
        this.reader = LogReader.of(client, topics, List.of(Topic.APPROVED, Topic.DENIED, Topic.PENDING, Topic.RESULTS));
    }

    /** What is known of the request with this digest; empty at first. */
    Track track(String digest) {
        return tracks.computeIfAbsent(digest, unused -> new Track());
    }

    /** Reads on until a condition holds; false when it does not within the time. */
    boolean readUntil(BooleanSupplier condition, Duration within) {
        long giveUp = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > giveUp) {
                return false;
            }
            reader.poll(POLL, this::remember);
        }
        return true;
    }

    @Override
    public void close() {
        reader.close();
    }

    private void remember(ConsumerRecord<byte[], byte[]> message) {
        try {
            if (message.topic().equals(topics.name(Topic.RESULTS))) {
                var result = codecs.result().decode(message.value());
                if (!result.getLate()) {
                    track(result.getRequestDigest()).add(result, message.timestamp());
                }
            } else {
                var decision = codecs.decision().decode(message.value());
                track(decision.getRequestDigest()).add(decision, message.timestamp());
            }
        } catch (WireException e) {
            throw new IllegalStateException("a record of " + message.topic() + " cannot be read", e);
        }
    }
}
