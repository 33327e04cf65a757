// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.kafka;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The configuration of the one broker: loopback only, small, and quick to answer. */
final class BrokerSettings {
    static final int NODE_ID = 1;
    static final String HOST = "127.0.0.1";
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    /** Room for the largest policy bundle, 4 MiB, and its batch overhead. */
    static final int MESSAGE_MAX_BYTES = 8 * 1024 * 1024;

    private static final String INTERNAL_PARTITIONS = "4";

    private BrokerSettings() {}

    static Map<String, String> of(Path data, int port, int controllerPort) {
        Map<String, String> settings = new HashMap<>();
        identity(settings, data, port, controllerPort);
        internalTopics(settings);
        latency(settings);
        sizes(settings);
        return settings;
    }

    private static void identity(Map<String, String> settings, Path data, int port, int controllerPort) {
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        // a static voter: the controller's port may be another one on each start
        settings.put("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put("listeners", "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("log.dirs", data.toString());
        settings.put("auto.create.topics.enable", "false");
    }

    private static void internalTopics(Map<String, String> settings) {
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("offsets.topic.num.partitions", INTERNAL_PARTITIONS);
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.num.partitions", INTERNAL_PARTITIONS);
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", INTERNAL_PARTITIONS);
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
    }

    private static void latency(Map<String, String> settings) {
        // a transaction that follows the last one closely waits this long; the default of 20 ms is most of p99
        settings.put("add.partitions.to.txn.retry.backoff.ms", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // nobody else could lead: on a busy machine a short session only takes the leadership from the one there is
        settings.put("broker.session.timeout.ms", "30000");
        settings.put("broker.heartbeat.interval.ms", "250");
    }

    private static void sizes(Map<String, String> settings) {
        settings.put("message.max.bytes", Integer.toString(MESSAGE_MAX_BYTES));
        settings.put("log.cleaner.dedupe.buffer.size", "2097152");
        settings.put("log.index.size.max.bytes", "2097152");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        settings.put("log.cleaner.threads", "1");
    }
}
