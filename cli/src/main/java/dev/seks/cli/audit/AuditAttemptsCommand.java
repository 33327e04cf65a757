// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.audit;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.key.KeyFolder;
import dev.seks.cli.option.Cluster;
import dev.seks.cli.option.ClusterOptions;
import dev.seks.cli.option.ExitCode;
import dev.seks.cli.option.JsonLine;
import dev.seks.schemas.trust.TrustRoots;
import dev.seks.schemas.wire.SchemaIds;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
    /** How many of those that stand in the log are held to tell the newest. */
    static final int MAX_HELD = 20_000;

    @Mixin
    private AttemptFilter filter = new AttemptFilter();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Of what happened so far only the newest N, at most " + MAX_HELD + ".")
    private @Nullable Integer limit;

    @Option(names = "--follow", description = "Go on with what happens from now on.")
    private boolean follow;

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

    private final Deque<FoundAttempt> newest = new ArrayDeque<>();
    private Function<FoundAttempt, String> shape = FoundAttempt::toString;
    private boolean isPast = true;
    private boolean anyForged;

    @Override
    public Integer call() {
        check();
        Cluster cluster = where.cluster();
        Optional<AttemptProof> proof = roots(cluster).map(roots -> new AttemptProof(roots, cluster.id()));
        if (proof.isEmpty()) {
            say("it is not checked who wrote this: --trust FILE names the trust roots that list the approval service");
        }
        LogRecords records = new LogRecords(cluster.topics(), SchemaIds.builtIn());
        AttemptLine text = new AttemptLine(spec().commandLine().getColorScheme().ansi());
        shape = found -> json ? JsonLine.of(found.render(records)) : text.of(found);
        AttemptReader.Question question = new AttemptReader.Question(filter, where.domain(), proof);
        try (AttemptReader reader = new AttemptReader(cluster, question, records, this::tell)) {
            reader.read();
            newest.forEach(this::print);
            newest.clear();
            isPast = false;
            if (follow) {
                reader.follow(() -> !out().checkError()); // it ends when nobody reads its output any more
            }
            out().flush();
            return anyForged ? ExitCode.FINDING : ExitCode.DONE;
        } catch (KafkaException | IllegalStateException e) {
            throw EnvironmentFault.ofLog(e);
        }
    }

    private void check() {
        if (limit != null && (limit < 1 || limit > MAX_HELD)) {
            throw new ParameterException(spec().commandLine(), "--limit " + limit + ", expected 1 to " + MAX_HELD);
        }
        if (follow && filter.until().isPresent()) {
            throw new ParameterException(spec().commandLine(), "both --follow and --until, expected one of them");
        }
    }

    private Optional<TrustRoots> roots(Cluster cluster) {
        return trust != null
                ? Optional.of(KeyFolder.roots(trust))
                : cluster.dev().map(dev -> KeyFolder.in(dev.data()).roots());
    }

    private void tell(FoundAttempt found) {
        if (limit == null || !isPast) {
            print(found);
            return;
        }
        newest.add(found);
        if (newest.size() > limit) {
            newest.remove();
        }
    }

    private void print(FoundAttempt found) {
        anyForged |= found.isForged();
        out().println(shape.apply(found));
    }

    private void say(String what) {
        out().flush();
        spec().commandLine().getErr().println("seks: " + what);
        spec().commandLine().getErr().flush();
    }

    private PrintWriter out() {
        return spec().commandLine().getOut();
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli, which sets the command's description");
        }
        return spec;
    }
}
