// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.audit;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.option.Cluster;
import dev.seks.cli.option.ClusterOptions;
import dev.seks.cli.option.ExitCode;
import dev.seks.cli.option.Handle;
import dev.seks.cli.option.JsonLine;
import dev.seks.cli.option.Terminal;
import dev.seks.cli.option.TimeOption;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.SchemaIds;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seks audit show}: everything that the log says about one request, in order of time. */
@Command(
        name = "show",
        description = "See everything about one request, in order of time.",
        footer = {"", "Exit codes: 0 found, 1 not found, 2 usage or environment."})
final class AuditShowCommand implements Callable<Integer> {
    private static final int AMBIGUOUS_SHOWN = 5;

    /** Records of one millisecond are told in this order. */
    private static final List<Topic> READ = List.of(
            Topic.REQUESTS,
            Topic.VERDICTS,
            Topic.ATTEMPTS,
            Topic.CONTROLS,
            Topic.PENDING,
            Topic.APPROVED,
            Topic.DENIED,
            Topic.JOURNAL,
            Topic.CLAIMS,
            Topic.RESULTS);

    @Parameters(paramLabel = "H", description = "The request: its digest, or the first characters of it.")
    private String handle = "";

    @Option(
            names = "--since",
            paramLabel = "T",
            converter = TimeOption.class,
            description = "Look no further back: RFC 3339, or how long ago, e.g. 10m, 2h, 7d.")
    private @Nullable Instant since;

    @Option(names = "--json", description = "Print one record in JSON per line.")
    private boolean json;

    @Mixin
    private ClusterOptions where = new ClusterOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        RequestTrail trail = new RequestTrail(Handle.parse(handle));
        Cluster cluster = where.cluster();
        Topics topics = cluster.topics();
        LogRecords records = new LogRecords(topics, SchemaIds.builtIn());
        try (MergedLog log = MergedLog.of(cluster.client(), topics, READ)) {
            Optional.ofNullable(since).ifPresent(log::from);
            String requests = topics.name(Topic.REQUESTS);
            log.drain(place -> trail.add(records.decode(place), place.topic().equals(requests)));
        } catch (KafkaException | IllegalStateException e) {
            throw EnvironmentFault.ofLog(e);
        }
        return show(trail, records);
    }

    private int show(RequestTrail trail, LogRecords records) {
        Terminal terminal = Terminal.of(spec);
        if (trail.digests().size() > 1) {
            String some = trail.digests().stream().limit(AMBIGUOUS_SHOWN).collect(Collectors.joining(", "));
            throw EnvironmentFault.of(
                    handle + " is the beginning of " + trail.digests().size() + " digests, expected of one: " + some);
        }
        if (trail.records().isEmpty()) {
            terminal.talk("seks: no request " + handle + " stands in the log");
            return ExitCode.FINDING;
        }
        TrailText text = new TrailText();
        if (!json) {
            terminal.painted("request " + trail.digests().iterator().next());
        }
        trail.records()
                .forEach(record -> terminal.painted(json ? JsonLine.of(records.render(record)) : text.of(record)));
        return ExitCode.DONE;
    }
}
