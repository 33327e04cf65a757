// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.executor;

import dev.seks.bench.domain.Lab;
import dev.seks.bench.domain.Latencies;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.ExecutionStatus;
import dev.seks.schemas.topic.LogReader;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.WireException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Measures one subject; every decision that went in must end in a call and in a result that succeeded, or a pass fails. */
final class Passes {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Lab lab;
    private final Topics topics;
    private final LocalService service;
    private final Approvals approvals;
    private int passes;

    Passes(Lab lab, Topics topics, LocalService service, Approvals approvals) {
        this.lab = lab;
        this.topics = topics;
        this.service = service;
        this.approvals = approvals;
    }

    /** From just before a decision is sent until its call comes to the service, and until its result can be read. */
    record Times(Latencies toCall, Latencies toResult) {}

    /** Many slow calls at once. */
    record Crowd(double seconds, int mostInFlight) {}

    /** Sends {@code count} decisions at an even {@code perSecond}. */
    Times latency(int count, int perSecond) {
        String pass = "p" + passes++ + "-";
        long[] sent = new long[count];
        Map<String, Long> results = new HashMap<>();
        try (LogReader reader = LogReader.of(lab.client(), topics, List.of(Topic.RESULTS))
                        .fromEnd();
                KafkaProducer<byte[], byte[]> producer = lab.producer(Map.of())) {
            producer.partitionsFor(topics.name(Topic.APPROVED));
            Thread sender = new Thread(() -> send(producer, pass, sent, perSecond), "sender");
            sender.start();
            await(reader, results, pass, count);
            sender.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        long[] toCall = new long[count];
        long[] toResult = new long[count];
        for (int i = 0; i < count; i++) {
            toCall[i] = service.arrivals().get("/fast/" + pass + i) - sent[i];
            toResult[i] = results.get(pass + i) - sent[i];
        }
        return new Times(Latencies.of(toCall), Latencies.of(toResult));
    }

    /** Sends {@code count} decisions about slow calls at once, in turn of {@code agents} agents. */
    Crowd crowd(int count, int agents) {
        String pass = "c" + passes++ + "-";
        List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(approvals.next("agent" + i % agents, "slow", pass + i));
        }
        service.mostInFlight();
        try (LogReader reader = LogReader.of(lab.client(), topics, List.of(Topic.RESULTS))
                        .fromEnd();
                KafkaProducer<byte[], byte[]> producer = lab.producer(Map.of())) {
            producer.partitionsFor(topics.name(Topic.APPROVED));
            long start = System.nanoTime();
            messages.forEach(producer::send);
            await(reader, new HashMap<>(), pass, count);
            return new Crowd((System.nanoTime() - start) / 1e9, service.mostInFlight());
        }
    }

    private void send(KafkaProducer<byte[], byte[]> producer, String pass, long[] sent, int perSecond) {
        long start = System.nanoTime();
        long every = 1_000_000_000L / perSecond;
        for (int i = 0; i < sent.length; i++) {
            ProducerRecord<byte[], byte[]> message = approvals.next("runner", "fast", pass + i);
            long due = start + i * every;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            sent[i] = System.nanoTime();
            producer.send(message);
        }
    }

    private static void await(LogReader reader, Map<String, Long> results, String pass, int count) {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (results.size() < count) {
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException(
                        results.size() + " of " + count + " results came within " + PATIENCE.toSeconds() + " s");
            }
            reader.poll(Duration.ofMillis(100), found -> {
                long now = System.nanoTime();
                ExecutionResult result = decoded(found);
                if (result.getStatus() != ExecutionStatus.SUCCEEDED) {
                    throw new IllegalStateException("a call ended as " + result);
                }
                if (result.getRequestId().startsWith(pass)) {
                    results.put(result.getRequestId(), now);
                }
            });
        }
    }

    private static ExecutionResult decoded(ConsumerRecord<byte[], byte[]> found) {
        try {
            return Lab.CODECS.result().decode(found.value());
        } catch (WireException e) {
            throw new IllegalStateException("the topic of results holds what nobody wrote", e);
        }
    }
}
