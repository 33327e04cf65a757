// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.domain;

import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.topic.LogReader;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.WireException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Measures one pipe; every record that went in is found again in the output topic, or the pass fails. */
final class Passes {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Lab lab;
    private final Topics topics;
    private final Pipe pipe;
    private int passes;

    Passes(Lab lab, Topics topics, Pipe pipe) {
        this.lab = lab;
        this.topics = topics;
        this.pipe = pipe;
    }

    /** Sends {@code count} records at an even {@code perSecond} and times each until it can be read, committed. */
    Latencies latency(int count, int perSecond) throws InterruptedException {
        String pass = "l" + passes++ + "-";
        long[] sent = new long[count];
        long[] latencies = new long[count];
        try (LogReader reader = reader();
                KafkaProducer<byte[], byte[]> producer = lab.producer(Map.of())) {
            producer.partitionsFor(topics.name(pipe.input()));
            Thread sender = new Thread(() -> send(producer, pass, sent, perSecond), "sender");
            sender.start();
            int[] seen = {0};
            long giveUp = System.nanoTime() + PATIENCE.toNanos();
            while (seen[0] < count && System.nanoTime() < giveUp) {
                reader.poll(Duration.ofMillis(100), found -> {
                    long now = System.nanoTime();
                    int index = index(found, pass);
                    if (index >= 0) {
                        latencies[index] = now - sent[index];
                        seen[0]++;
                    }
                });
            }
            sender.join();
            require(seen[0], count);
        }
        return Latencies.of(latencies);
    }

    /** Sends {@code count} records as fast as they are taken; records a second from the first sent to the last read. */
    double saturation(int count) {
        String pass = "s" + passes++ + "-";
        List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            messages.add(message(pass + i));
        }
        try (LogReader reader = reader();
                KafkaProducer<byte[], byte[]> producer = lab.producer(Map.of("linger.ms", 5))) {
            producer.partitionsFor(topics.name(pipe.input()));
            long start = System.nanoTime();
            Thread sender = new Thread(() -> messages.forEach(producer::send), "sender");
            sender.start();
            int[] seen = {0};
            long giveUp = start + PATIENCE.toNanos();
            while (seen[0] < count && System.nanoTime() < giveUp) {
                reader.poll(Duration.ofMillis(100), found -> seen[0]++);
            }
            require(seen[0], count);
            return count / ((System.nanoTime() - start) / 1e9);
        }
    }

    private LogReader reader() {
        return LogReader.of(lab.client(), topics, List.of(pipe.output())).fromEnd();
    }

    private void send(KafkaProducer<byte[], byte[]> producer, String pass, long[] sent, int perSecond) {
        long start = System.nanoTime();
        long every = 1_000_000_000L / perSecond;
        for (int i = 0; i < sent.length; i++) {
            long due = start + i * every;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            ProducerRecord<byte[], byte[]> message = message(pass + i);
            sent[i] = System.nanoTime();
            producer.send(message);
        }
    }

    private ProducerRecord<byte[], byte[]> message(String id) {
        return pipe.message(topics.name(pipe.input()), Lab.request(id));
    }

    private int index(ConsumerRecord<byte[], byte[]> found, String pass) {
        try {
            String id = pipe instanceof BrokerPipe ? decided(found.value()) : requested(found.value());
            return id.startsWith(pass) ? Integer.parseInt(id.substring(pass.length())) : -1;
        } catch (WireException e) {
            throw new IllegalStateException("the output topic holds what nobody wrote", e);
        }
    }

    private static String requested(byte[] value) throws WireException {
        CapabilityRequest request = Lab.CODECS.request().decode(value);
        return request.getRequestId();
    }

    private static String decided(byte[] value) throws WireException {
        Decision decision = Lab.CODECS.decision().decode(value);
        return decision.getRequestId();
    }

    private void require(int seen, int count) {
        if (seen != count) {
            throw new IllegalStateException(pipe.name() + ": " + seen + " of " + count + " records came through within "
                    + PATIENCE.toSeconds() + " s (topic " + topics.name(Topic.APPROVED) + ")");
        }
    }
}
