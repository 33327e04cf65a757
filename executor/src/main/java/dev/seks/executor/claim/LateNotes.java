// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.ExecutionStatus;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what calls came to for which others have answered meanwhile: a note beside the result, never a second one.
 * Its producer is fenced by nobody, since a note changes nothing. A note that cannot be written is lost, and the log
 * says so. Used by the loop alone.
 */
final class LateNotes implements Consumer<Flight>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LateNotes.class);
    private static final int LATE =
            ExecutionResult.getClassSchema().getField("late").pos();
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final ClaimSettings settings;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    LateNotes(ClaimSettings settings) {
        this.settings = settings;
    }

    @Override
    public void accept(Flight flight) {
        if (!flight.takeNote()) {
            return;
        }
        Events.late(flight);
        ExecutionResult result = flight.result();
        if (result != null && isNews(result)) {
            result.put(LATE, true); // it is published in no other way any more
            write(flight.partition(), result);
        }
    }

    /** Whether it is now known what became of the call. */
    private static boolean isNews(ExecutionResult result) {
        boolean known = result.getStatus() == ExecutionStatus.SUCCEEDED || result.getStatus() == ExecutionStatus.FAILED;
        return known && result.getStartedAt() != null;
    }

    private void write(int partition, ExecutionResult note) {
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(
                settings.topics().name(Topic.RESULTS),
                partition,
                note.getDomain().getBytes(StandardCharsets.UTF_8),
                settings.codecs().result().encode(note));
        try {
            producer().send(settings.authenticity().sign(RecordKind.RESULT, message), (written, failure) -> {
                if (failure != null) {
                    notWritten(note, failure);
                }
            });
        } catch (KafkaException e) {
            notWritten(note, e);
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        KafkaProducer<byte[], byte[]> current = producer;
        if (current == null) {
            current = new KafkaProducer<>(KafkaSettings.noteTaker(settings.client(), settings.instance()));
            producer = current;
        }
        return current;
    }

    private static void notWritten(ExecutionResult note, Exception failure) {
        LOG.warn("event=late_result_not_recorded requestId={} agent={}", note.getRequestId(), note.getAgent(), failure);
    }

    /** Writes what is still to be written, for a short time. */
    @Override
    public void close() {
        if (producer != null) {
            producer.close(CLOSE);
        }
    }
}
