// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.cluster;

import static org.awaitility.Awaitility.await;

import dev.seks.cli.kafka.LoopbackPort;
import dev.seks.schemas.topic.Topics;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kafka.Kafka;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A cluster of three brokers, each with a controller and in a process of its own that can be killed. What is acknowledged
 * stands on two of them at least: {@code acks=all}, three copies, {@code min.insync.replicas=2}.
 */
final class ThreeBrokers implements KafkaCluster {
    static final int COPIES = 3;

    private static final String HOST = "127.0.0.1";
    private static final Duration SOON = Duration.ofMinutes(4);

    private final List<Integer> ports;
    private final List<Integer> controllers;
    private final List<Process> processes = new ArrayList<>();
    private final FreshPrefixes prefixes = new FreshPrefixes();

    private ThreeBrokers() {
        List<Integer> free = free(2 * COPIES);
        this.ports = free.subList(0, COPIES);
        this.controllers = free.subList(COPIES, 2 * COPIES);
    }

    /** Starts them with their data below {@code folder} and waits until they know each other. */
    static ThreeBrokers start(Path folder) throws Exception {
        ThreeBrokers brokers = new ThreeBrokers();
        String clusterId = Uuid.randomUuid().toString();
        boolean isUp = false;
        try (Admin admin = Admin.create(brokers.client())) {
            for (int id = 1; id <= COPIES; id++) {
                brokers.processes.add(
                        brokers.started(id, Files.createDirectories(folder.resolve("kafka-" + id)), clusterId));
            }
            await().atMost(SOON).ignoreExceptions().until(() -> {
                brokers.requireAlive();
                return admin.describeCluster().nodes().get().size() == COPIES;
            });
            isUp = true;
            return brokers;
        } finally {
            if (!isUp) {
                brokers.close();
            }
        }
    }

    private static List<Integer> free(int count) {
        List<Integer> ports = new ArrayList<>();
        while (ports.size() < count) {
            ports.add(
                    LoopbackPort.free(ports.stream().mapToInt(Integer::intValue).toArray()));
        }
        return ports;
    }

    private Process started(int id, Path folder, String clusterId) throws Exception {
        Path data = folder.resolve("data");
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(id)
                .setClusterId(clusterId)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(data.toString())
                .addDirectory(data.toString())
                .run();
        Path settings = folder.resolve("server.properties");
        try (Writer out = Files.newBufferedWriter(settings)) {
            settings(id, data).store(out, null);
        }
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Kafka.class.getName(),
                        settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
    }

    private Properties settings(int id, Path data) {
        Properties settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(id));
        settings.put(
                "controller.quorum.voters",
                IntStream.rangeClosed(1, COPIES)
                        .mapToObj(voter -> voter + "@" + HOST + ":" + controllers.get(voter - 1))
                        .collect(Collectors.joining(",")));
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put(
                "listeners",
                "PLAINTEXT://" + HOST + ":" + ports.get(id - 1) + ",CONTROLLER://" + HOST + ":"
                        + controllers.get(id - 1));
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("log.dirs", data.toString());
        settings.put("auto.create.topics.enable", "false");
        settings.put("default.replication.factor", "3");
        settings.put("min.insync.replicas", "2");
        for (String internal : List.of("offsets.topic", "transaction.state.log")) {
            settings.put(internal + ".replication.factor", "3");
            settings.put(internal + ".num.partitions", "2");
        }
        settings.put("transaction.state.log.min.isr", "2");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // how soon it is noticed that one is gone
        settings.put("broker.session.timeout.ms", "6000");
        settings.put("broker.heartbeat.interval.ms", "500");
        settings.put("message.max.bytes", "8388608");
        settings.put("log.cleaner.dedupe.buffer.size", "2097152");
        settings.put("log.index.size.max.bytes", "2097152");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        return settings;
    }

    /** Kills, without a chance to hand anything over, the broker that leads a partition; gives its number. */
    int killLeaderOf(String topic, int partition) throws Exception {
        int leader = partition(topic, partition).leader().id();
        Process process = processes.get(leader - 1);
        process.destroyForcibly();
        process.waitFor();
        return leader;
    }

    /** Who leads a partition and who has its copies now. */
    TopicPartitionInfo partition(String topic, int partition) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(client())) {
            return admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .get(partition);
        }
    }

    private void requireAlive() {
        if (!processes.stream().allMatch(Process::isAlive)) {
            throw new AssertionError("a broker has ended by itself");
        }
    }

    @Override
    public String bootstrap() {
        return ports.stream().map(port -> HOST + ":" + port).collect(Collectors.joining(","));
    }

    @Override
    public Topics freshTopics(int partitions) {
        return new Topics(prefixes.next(), partitions);
    }

    @Override
    public Map<String, Object> client() {
        return Map.of("bootstrap.servers", bootstrap(), "request.timeout.ms", "10000");
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
    }
}
