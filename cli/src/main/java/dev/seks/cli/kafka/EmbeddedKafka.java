// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.kafka;

import dev.seks.cli.fault.EnvironmentFault;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A real Kafka broker and controller in this process, on the loopback address, with its data kept in a folder. Started
 * again on the same folder it is the same cluster, with the same id and all its records. When start fails nothing stays
 * behind: no thread, no lock, no port.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final String DATA = "data";
    private static final Set<String> OWN_FILES = Set.of("lock", DATA);

    private final FolderLock lock;
    private final KafkaRaftServer server;
    private final String clusterId;
    private final int port;
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private final Consumer<String> onExit = failure::complete;
    private volatile boolean closing;

    private EmbeddedKafka(FolderLock lock, Path data, int port) throws Exception {
        this.lock = lock;
        this.port = LoopbackPort.claim(port);
        this.clusterId = format(data);
        int controllerPort = LoopbackPort.ofController(this.port);
        if (LastLife.wasKilled(data)) {
            LastLife.end(data, this.port, controllerPort);
        }
        this.server = new KafkaRaftServer(
                new KafkaConfig(BrokerSettings.of(data, this.port, controllerPort), false), Time.SYSTEM);
    }

    /**
     * Starts a broker and waits until it serves.
     *
     * @param folder where its data are; made if need be, and of no other use
     * @param port the port to listen on, 0 for a free one
     * @throws EnvironmentFault when the port is taken, or the folder is foreign, in use or not writable
     */
    public static EmbeddedKafka start(Path folder, int port) {
        Path absolute = folder.toAbsolutePath().normalize();
        refuseForeign(absolute);
        FolderLock lock = FolderLock.take(absolute);
        try {
            return new EmbeddedKafka(lock, absolute.resolve(DATA), port).startUp();
        } catch (EnvironmentFault e) {
            lock.close();
            throw e;
        } catch (Exception e) {
            lock.close();
            throw startFault(absolute, e);
        }
    }

    /** Where clients connect, as host:port. */
    public String bootstrap() {
        return BrokerSettings.HOST + ":" + port;
    }

    /** The id of the cluster; the same for the life of the folder. */
    public String clusterId() {
        return clusterId;
    }

    /** Completes with a short reason when the broker fails while it runs; never completes otherwise. */
    public CompletableFuture<String> failure() {
        return failure.copy();
    }

    @Override
    public void close() {
        closing = true;
        try {
            server.shutdown();
            server.awaitShutdown();
        } finally {
            ProcessExit.unwatch(onExit);
            lock.close();
        }
    }

    private EmbeddedKafka startUp() throws Exception {
        ProcessExit.watch(onExit);
        try {
            server.startup();
            Thread watch = new Thread(this::watch, "kafka-watch");
            watch.setDaemon(true);
            watch.start();
            return this;
        } catch (Exception | Error e) {
            // INVARIANT: a broker that did not start leaves no thread behind
            close();
            throw e;
        }
    }

    /** Not every fault calls the exit procedure: a broker can also shut itself down. */
    private void watch() {
        server.awaitShutdown();
        if (!closing) {
            failure.complete("it has stopped");
        }
    }

    private static EnvironmentFault startFault(Path folder, Exception e) {
        return EnvironmentFault.because("kafka did not start on " + folder + ": " + e.getMessage(), e)
                .hint("the log file says more; if the folder was damaged, choose another one with --data");
    }

    private static void refuseForeign(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw EnvironmentFault.of(folder + " is a file, expected a folder");
        }
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> !OWN_FILES.contains(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw EnvironmentFault.of("folder " + folder + " holds " + name
                                        + ", expected an empty folder or one made by seks")
                                .hint("choose another folder with --data");
                    });
        } catch (IOException e) {
            throw EnvironmentFault.because("folder " + folder + " cannot be read: " + FolderLock.cause(e), e);
        }
    }

    /** Prepares the data folder on first use and gives the cluster's id. */
    private static String format(Path data) throws Exception {
        Path properties = data.resolve("meta.properties");
        String clusterId = Files.exists(properties)
                ? clusterIdIn(properties)
                : Uuid.randomUuid().toString();
        Files.createDirectories(data);
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(BrokerSettings.NODE_ID)
                .setClusterId(clusterId)
                .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                .setMetadataLogDirectory(data.toString())
                .addDirectory(data.toString())
                .setIgnoreFormatted(true)
                .run();
        return clusterId;
    }

    private static String clusterIdIn(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        String clusterId = properties.getProperty("cluster.id");
        if (clusterId == null) {
            throw EnvironmentFault.of(file + " has no cluster.id, expected the file as kafka wrote it");
        }
        return clusterId;
    }
}
