// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.approvals;

import dev.seks.cli.audit.MergedLog;
import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.option.Cluster;
import dev.seks.cli.option.ClusterOptions;
import dev.seks.cli.option.ExitCode;
import dev.seks.cli.option.Terminal;
import dev.seks.cli.option.TimeOption;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.RecordCodec;
import dev.seks.schemas.wire.SchemaIds;
import dev.seks.schemas.wire.WireException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seks approvals report}: how people decide, and which rules need not ask them. */
@Command(
        name = "report",
        description = "How long people take, how many approvals come too fast to have been read, and which rules they"
                + " always or never approve.",
        footer = {
            "",
            "  ./seks approvals report --since 7d",
            "  ./seks approvals report --json --enough 20",
            "",
            "Counts what has ended, from the log alone. Within 3 s means: given less than 3 s after the request."
        })
final class ReportCommand implements Callable<Integer> {
    private static final Duration MONTH = Duration.ofDays(30);
    private static final List<Topic> READ = List.of(Topic.APPROVED, Topic.DENIED);

    @Option(
            names = "--since",
            paramLabel = "T",
            converter = TimeOption.class,
            description = "What ended since then: RFC 3339, or how long ago (default: 30d).")
    private @Nullable Instant since;

    @Option(
            names = "--enough",
            paramLabel = "N",
            description = "Say that a rule is always or never approved after N answers (default: ${DEFAULT-VALUE}).")
    private int enough = 10;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @Mixin
    private ClusterOptions where = new ClusterOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (enough < 1) {
            throw terminal().wrong("--enough " + enough + ", expected 1 or more");
        }
        ApprovalReport report = new ApprovalReport(enough);
        read(report);
        if (json) {
            terminal().data(report.json());
        } else {
            ReportText.of(report).forEach(terminal()::painted);
        }
        return ExitCode.DONE;
    }

    private void read(ApprovalReport report) {
        Cluster cluster = where.cluster();
        RecordCodec<Decision> codec = Codecs.of(SchemaIds.builtIn()).decision();
        try (MergedLog log = MergedLog.of(cluster.client(), cluster.topics(), READ)) {
            log.from(since == null ? Instant.now().minus(MONTH) : since).drain(message -> note(message, codec, report));
        } catch (KafkaException | IllegalStateException e) {
            throw EnvironmentFault.ofLog(e);
        }
    }

    private void note(ConsumerRecord<byte[], byte[]> message, RecordCodec<Decision> codec, ApprovalReport report) {
        try {
            Decision decision = codec.decode(message.value());
            if (where.domain()
                    .filter(domain -> !domain.equals(decision.getDomain()))
                    .isEmpty()) {
                report.add(decision);
            }
        } catch (WireException e) {
            return; // no record of ours says nothing about people
        }
    }

    private Terminal terminal() {
        return Terminal.of(spec);
    }
}
