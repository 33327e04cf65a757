// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.attempt;

import dev.seks.approval.delivery.Stoppable;
import dev.seks.approval.verdict.KafkaWriter;
import dev.seks.schemas.record.Attempt;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.topic.Signatures;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs refused attempts and publishes them to their topic, with a thread, a queue and a producer of its own: whatever
 * becomes of them, nobody who decides waits for it.
 */
public final class KafkaAttempts implements AttemptJournal, Stoppable {
    /** Key of attempts that name no domain which is known; they stand in partition {@value #NOWHERE_PARTITION}. */
    public static final String NOWHERE = "_p0";

    private static final int NOWHERE_PARTITION = 0;

    /** After this time without one to write, those that were only counted are told by a record of their own. */
    private static final Duration QUIET = Duration.ofMinutes(1);

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final long BUFFER_BYTES = 4L * 1024 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(KafkaAttempts.class);

    private final AttemptQueue queue = new AttemptQueue();
    private final KafkaProducer<byte[], byte[]> producer;
    private final RecordCodec<Attempt> codec;
    private final RecordSigner signer;
    private final String topic;
    private final Clock clock;
    private final Thread writer = new Thread(this::run, "approval-attempts");
    private volatile boolean stopping;
    private volatile boolean failing;

    public KafkaAttempts(
            Map<String, Object> client, Topics topics, RecordCodec<Attempt> codec, RecordSigner signer, Clock clock) {
        this.producer = KafkaWriter.open(client, Map.of(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES));
        this.codec = codec;
        this.signer = signer;
        this.topic = topics.name(Topic.ATTEMPTS);
        this.clock = clock;
        writer.setDaemon(true);
    }

    public KafkaAttempts start() {
        writer.start();
        return this;
    }

    @Override
    public void refused(RefusedAttempt attempt) {
        queue.offer(attempt, clock.instant(), System.nanoTime());
    }

    @Override
    public Map<String, Long> counts() {
        return queue.counts();
    }

    private void run() {
        long quietSince = System.nanoTime();
        try {
            while (true) {
                boolean last = stopping;
                AttemptQueue.Waiting next = queue.poll(last ? Duration.ZERO : LOOK);
                if (next != null) {
                    write(next);
                    quietSince = System.nanoTime();
                } else if (last) {
                    tellSuppressed();
                    return;
                } else if (System.nanoTime() - quietSince > QUIET.toNanos()) {
                    tellSuppressed();
                    quietSince = System.nanoTime();
                }
            }
        } catch (InterruptedException stop) {
            LOG.debug("attempts are written no more");
        }
    }

    private void write(AttemptQueue.Waiting next) {
        long suppressed = queue.takeSuppressed();
        send(
                AttemptRecord.of(next.attempt(), next.at(), suppressed),
                next.attempt().about(),
                queue::written,
                () -> queue.lost(suppressed));
    }

    private void tellSuppressed() {
        long suppressed = queue.takeSuppressed();
        if (suppressed > 0) {
            send(AttemptRecord.suppressed(clock.instant(), suppressed), null, () -> {}, () -> queue.untold(suppressed));
        }
    }

    private void send(Attempt attempt, @Nullable About about, Runnable written, Runnable lost) {
        String key = about == null ? NOWHERE : about.domain();
        int partition = about == null ? NOWHERE_PARTITION : about.partition();
        try {
            ProducerRecord<byte[], byte[]> message =
                    new ProducerRecord<>(topic, partition, key.getBytes(StandardCharsets.UTF_8), codec.encode(attempt));
            producer.send(Signatures.sign(signer, RecordKind.ATTEMPT, message), (at, fault) -> {
                if (fault == null) {
                    failing = false;
                    written.run();
                } else {
                    fail(fault, lost);
                }
            });
        } catch (RuntimeException e) { // whatever it is, the next one is tried
            fail(e, lost);
        }
    }

    private void fail(Exception fault, Runnable lost) {
        lost.run();
        if (!failing) {
            failing = true;
            LOG.warn("refused attempts are not written, and counted until they are again", fault);
        }
    }

    /** Writes what waits, for a few seconds. */
    @Override
    public void close() {
        stopping = true;
        Stoppable.end(writer, KafkaWriter.ONE_REQUEST);
        producer.close(KafkaWriter.ONE_REQUEST);
    }
}
