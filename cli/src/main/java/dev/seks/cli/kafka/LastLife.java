// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.kafka;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.loader.LoaderManifest;
import org.apache.kafka.image.publisher.MetadataPublisher;
import org.apache.kafka.metadata.BrokerRegistration;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * What a broker that was killed leaves: in the log of the cluster's metadata it still leads every partition.
 *
 * <p>INVARIANT: the controller takes the leadership away before the broker starts again. Else the broker begins as the
 * leader that it was, completes transactions that were being committed, and when its leadership is taken away under its
 * feet it holds their partitions for deleted: it writes down that such a transaction is complete though no partition
 * has its marker, and whoever reads what is committed waits at that place for ever.
 */
final class LastLife {
    private static final Logger LOG = LoggerFactory.getLogger(LastLife.class);
    private static final String CLEAN = ".kafka_cleanshutdown";
    private static final String METADATA = "__cluster_metadata-0";
    private static final String SESSION_MS = "500";
    private static final String HEARTBEAT_MS = "100";
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private LastLife() {}

    /** Whether the broker that used this folder had no chance to stop in order. */
    static boolean wasKilled(Path data) {
        return Files.exists(data.resolve(METADATA)) && !Files.exists(data.resolve(CLEAN));
    }

    /** Runs the controller alone until it has taken every leadership away from the broker that was killed. */
    static void end(Path data, int port, int controllerPort) throws Exception {
        Map<String, String> settings = new HashMap<>(BrokerSettings.of(data, port, controllerPort));
        settings.put("broker.session.timeout.ms", SESSION_MS);
        settings.put("broker.heartbeat.interval.ms", HEARTBEAT_MS);
        KafkaConfig config = new KafkaConfig(settings, false);
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> folders = KafkaRaftServer.initializeLogDirs(config, LOG, "");
        try (Metrics metrics = new Metrics()) {
            SharedServer shared = new SharedServer(
                    config,
                    folders._1(),
                    Time.SYSTEM,
                    metrics,
                    CompletableFuture.completedFuture(
                            Map.of(BrokerSettings.NODE_ID, new InetSocketAddress(BrokerSettings.HOST, controllerPort))),
                    List.of(),
                    new StandardFaultHandlerFactory(),
                    ServerSocketFactory.INSTANCE);
            ControllerServer controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), folders._2());
            try {
                controller.startup();
                Fenced fenced = new Fenced();
                shared.loader().installPublishers(List.of(fenced));
                fenced.done.get(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                controller.shutdown();
                controller.awaitShutdown();
            }
        }
    }

    /** Waits until the metadata say that the broker leads nothing any more. */
    private static final class Fenced implements MetadataPublisher {
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        @Override
        public String name() {
            return "last-life";
        }

        @Override
        public void onMetadataUpdate(MetadataDelta delta, MetadataImage image, LoaderManifest manifest) {
            BrokerRegistration broker = image.cluster().broker(BrokerSettings.NODE_ID);
            if (broker == null || broker.fenced()) {
                done.complete(null);
            }
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
