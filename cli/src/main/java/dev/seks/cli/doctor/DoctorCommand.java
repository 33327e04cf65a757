// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.doctor;

import dev.seks.cli.dev.DevOptions;
import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.option.Cluster;
import dev.seks.cli.option.ClusterOptions;
import dev.seks.cli.option.ExitCode;
import dev.seks.cli.option.JsonLine;
import dev.seks.cli.option.Terminal;
import dev.seks.schemas.text.Printable;
import dev.seks.schemas.topic.TopicDiscovery;
import dev.seks.schemas.topic.TopicException;
import dev.seks.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seks doctor}: exit 0 when there is nothing to find fault with, 1 with findings, 2 when it cannot look. */
@Command(
        name = "doctor",
        description = "Looks for what costs safety or speed: Java, ports, the topics against their declaration, and the"
                + " settings of Kafka's brokers; names the cure for each. Changes nothing.",
        sortOptions = false)
public final class DoctorCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Mixin
    private ClusterOptions where = new ClusterOptions();

    @Option(names = "--json", description = "Print one look in JSON per line.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    private int findings;

    @Override
    public Integer call() {
        tell(MachineExam.java(Runtime.version()));
        Cluster cluster = cluster();
        try (Admin admin = Admin.create(settings(cluster))) {
            ClusterExam exam = new ClusterExam(admin, Clock.systemUTC().instant());
            exam.brokers().forEach(this::tell);
            Optional<Topics> topics = topics(cluster);
            if (topics.isPresent()) {
                exam.topics(topics.get()).forEach(this::tell);
            } else {
                tell(Diagnosis.fine("topics.declared", "none yet", "made by the first start of seks"));
            }
        } catch (TopicException | KafkaException e) {
            throw EnvironmentFault.because("kafka at " + cluster.kafka() + ": " + e.getMessage(), e);
        }
        return findings == 0 ? ExitCode.DONE : ExitCode.FINDING;
    }

    /** The cluster meant; where none runs, the ports matter that the next one needs. */
    private Cluster cluster() {
        try {
            return where.cluster();
        } catch (EnvironmentFault none) {
            if (!where.namesCluster()) {
                MachineExam.ports(DevOptions.DEFAULT_PORT, DevOptions.PORTS).forEach(this::tell);
            }
            throw none;
        }
    }

    private static Map<String, Object> settings(Cluster cluster) {
        Map<String, Object> settings = new HashMap<>(cluster.client());
        settings.put("default.api.timeout.ms", Math.toIntExact(PATIENCE.toMillis()));
        settings.put("request.timeout.ms", Math.toIntExact(PATIENCE.toMillis()));
        return settings;
    }

    private static Optional<Topics> topics(Cluster cluster) throws TopicException {
        try {
            return Optional.of(TopicDiscovery.find(cluster.client(), Topics.DEFAULT_PREFIX, PATIENCE));
        } catch (TopicException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void tell(Diagnosis diagnosis) {
        findings += diagnosis.ok() ? 0 : 1;
        List<String> lines = json ? List.of(JsonLine.of(diagnosis.toJson())) : lines(diagnosis);
        terminal().painted(String.join(System.lineSeparator(), lines));
    }

    private List<String> lines(Diagnosis diagnosis) {
        String about = diagnosis.check() + ": " + Printable.of(diagnosis.found());
        if (diagnosis.ok()) {
            return List.of(paint("green", "ok     ") + about);
        }
        return List.of(
                paint("red", "fault  ") + about + ", expected " + diagnosis.expected(), "       " + diagnosis.cure());
    }

    private String paint(String colour, String text) {
        return terminal().ansi().string("@|" + colour + " " + text + "|@");
    }

    private Terminal terminal() {
        return Terminal.of(spec);
    }
}
