// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.ExecutionStatus;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
 * says so. Used by the loop alone, which never waits for it: whatever Kafka does, a thread of its own writes.
 */
final class LateNotes implements Consumer<Flight>, AutoCloseable {
    /** Notes that wait to be written. */
    static final int MAX_WAITING = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(LateNotes.class);
    private static final int LATE =
            ExecutionResult.getClassSchema().getField("late").pos();
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final ClaimSettings settings;
    private final ThreadPoolExecutor writer;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    LateNotes(ClaimSettings settings) {
        this.settings = settings;
        this.writer = new ThreadPoolExecutor(
                0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), LateNotes::thread, LateNotes::lose);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "seks-executor-notes");
        thread.setDaemon(true);
        return thread;
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
            writer.execute(new Note(flight.partition(), result));
        }
    }

    /** Whether it is now known what became of the call. */
    private static boolean isNews(ExecutionResult result) {
        boolean known = result.getStatus() == ExecutionStatus.SUCCEEDED || result.getStatus() == ExecutionStatus.FAILED;
        return known && result.getStartedAt() != null;
    }

    /** A note that is to be written. */
    private final class Note implements Runnable {
        private final int partition;
        private final ExecutionResult result;

        Note(int partition, ExecutionResult result) {
            this.partition = partition;
            this.result = result;
        }

        @Override
        public void run() {
            ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(
                    settings.topics().name(Topic.RESULTS),
                    partition,
                    result.getDomain().getBytes(StandardCharsets.UTF_8),
                    settings.codecs().result().encode(result));
            try {
                producer().send(settings.authenticity().sign(RecordKind.RESULT, message), (written, failure) -> {
                    if (failure != null) {
                        notWritten(failure);
                    }
                });
            } catch (KafkaException e) {
                notWritten(e);
            }
        }

        void notWritten(Exception failure) {
            LOG.warn(
                    "event=late_result_not_recorded requestId={} agent={}",
                    result.getRequestId(),
                    result.getAgent(),
                    failure);
        }
    }

    private static void lose(Runnable work, ThreadPoolExecutor writer) {
        ((Note) work).notWritten(new RejectedExecutionException("too many wait, or the executor has stopped"));
    }

    private synchronized KafkaProducer<byte[], byte[]> producer() {
        KafkaProducer<byte[], byte[]> current = producer;
        if (current == null) {
            current = new KafkaProducer<>(KafkaSettings.noteTaker(settings.client(), settings.instance()));
            producer = current;
        }
        return current;
    }

    /** Writes what is still to be written, for a short time. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                writer.shutdownNow().forEach(work -> lose(work, writer));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            if (producer != null) {
                producer.close(CLOSE);
            }
        }
    }
}
