// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.audit;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.key.KeyFolder;
import dev.seks.cli.option.Cluster;
import dev.seks.cli.option.ClusterOptions;
import dev.seks.cli.option.ExitCode;
import dev.seks.cli.option.JsonLine;
import dev.seks.cli.option.Terminal;
import dev.seks.schemas.trust.TrustRoots;
import dev.seks.schemas.wire.SchemaIds;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seks audit attempts}: attempts to decide, or to sign in for that, which were refused. */
@Command(
        name = "attempts",
        description = "See attempts to decide, or to sign in for that, which were refused, oldest first.",
        footer = {
            "",
            "Each is held against the approval service's key: FORGED means that somebody else wrote it.",
            "Exit codes: 0 done, 1 there are forged ones among them, 2 usage or environment."
        })
final class AuditAttemptsCommand implements Callable<Integer> {
    @Mixin
    private AttemptFilter filter = new AttemptFilter();

    @Mixin
    private Newest<FoundAttempt> newest = new Newest<>();

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "The trust roots that list the approval service's keys (default: those of seks dev).")
    private @Nullable Path trust;

    @Option(names = "--json", description = "Print one record in JSON per line.")
    private boolean json;

    @Mixin
    private ClusterOptions where = new ClusterOptions();

    @Spec
    private @Nullable CommandSpec spec;

    private Function<FoundAttempt, String> shape = FoundAttempt::toString;
    private boolean anyForged;

    @Override
    public Integer call() {
        newest.check(terminal().spec().commandLine(), filter.until());
        Cluster cluster = where.cluster();
        Optional<AttemptProof> proof = roots(cluster).map(roots -> new AttemptProof(roots, cluster.id()));
        if (proof.isEmpty()) {
            terminal()
                    .talk("seks: it is not checked who wrote this: --trust FILE names the trust roots that list the"
                            + " approval service");
        }
        LogRecords records = new LogRecords(cluster.topics(), SchemaIds.builtIn());
        AttemptLine text = new AttemptLine(terminal().ansi());
        shape = found -> json ? JsonLine.of(found.render(records)) : text.of(found);
        AttemptReader.Question question = new AttemptReader.Question(filter, where.domain(), proof);
        try (AttemptReader reader =
                new AttemptReader(cluster, question, records, found -> newest.take(found, this::print))) {
            reader.read();
            newest.endPast(this::print);
            if (newest.follows()) {
                reader.follow(terminal()::isRead);
            }
            return anyForged ? ExitCode.FINDING : ExitCode.DONE;
        } catch (KafkaException | IllegalStateException e) {
            throw EnvironmentFault.ofLog(e);
        }
    }

    private Optional<TrustRoots> roots(Cluster cluster) {
        return trust != null
                ? Optional.of(KeyFolder.roots(trust))
                : cluster.dev().map(dev -> KeyFolder.in(dev.data()).roots());
    }

    private void print(FoundAttempt found) {
        anyForged |= found.isForged();
        terminal().painted(shape.apply(found));
    }

    private Terminal terminal() {
        return Terminal.of(spec);
    }
}
