// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.executor;

import dev.seks.bench.domain.Lab;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.ExecutionStatus;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.WireException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What one would write in an afternoon: read decisions, call on a thread each, write results. It verifies nothing, claims
 * nothing, and does everything again that was under way when it stopped.
 */
final class PlainLoop implements Subject {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Topics topics;
    private final String baseUrl;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Thread thread;

    PlainLoop(Lab lab, Topics topics, LocalService service) {
        this.topics = topics;
        this.baseUrl = "http://127.0.0.1:" + service.port();
        Properties settings = new Properties();
        settings.putAll(lab.client());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, topics.prefix() + "loop");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.producer = lab.producer(Map.of());
        this.thread = new Thread(this::run, "plain-loop");
        thread.start();
    }

    @Override
    public String name() {
        return "plain loop";
    }

    private void run() {
        try (consumer) {
            consumer.subscribe(List.of(topics.name(Topic.APPROVED)));
            while (true) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                    threads.execute(() -> call(message));
                }
            }
        } catch (WakeupException e) {
            Thread.currentThread().interrupt(); // closing
        }
    }

    private void call(ConsumerRecord<byte[], byte[]> message) {
        try {
            Decision decision = Lab.CODECS.decision().decode(message.value());
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(baseUrl + "/" + decision.getAction() + "/" + decision.getRequestId()))
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            byte[] result = Lab.CODECS
                    .result()
                    .encode(ExecutionResult.newBuilder()
                            .setDomain(decision.getDomain())
                            .setSeq(decision.getSeq())
                            .setRequestId(decision.getRequestId())
                            .setAgent(decision.getAgent())
                            .setService(decision.getService())
                            .setAction(decision.getAction())
                            .setRequestDigest(decision.getRequestDigest())
                            .setStatus(ExecutionStatus.SUCCEEDED)
                            .setStatusCode(answer.statusCode())
                            .setBody(answer.body())
                            .setFinishedAt(Instant.now())
                            .build());
            producer.send(new ProducerRecord<>(topics.name(Topic.RESULTS), message.partition(), message.key(), result));
        } catch (IOException | WireException e) {
            throw new IllegalStateException("the local service did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
        producer.close();
    }
}
