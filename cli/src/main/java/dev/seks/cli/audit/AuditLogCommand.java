// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.audit;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.option.ClusterOptions;
import dev.seks.cli.option.ExitCode;
import dev.seks.cli.option.JsonLine;
import dev.seks.client.FinalState;
import dev.seks.schemas.text.Printable;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code seks audit log}: one line per request, with its newest state. */
@Command(
        name = "log",
        description = "See one line per request, with its newest state, oldest first.",
        footer = {"", "With --follow a request appears again when it begins to wait and when it ends."})
final class AuditLogCommand implements Callable<Integer> {
    @Mixin
    private TimelineFilter filter = new TimelineFilter();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Of what happened so far only the newest N, at most " + TimelineReader.MAX_HELD + ".")
    private @Nullable Integer limit;

    @Option(names = "--follow", description = "Go on with what happens from now on.")
    private boolean follow;

    @Option(names = "--json", description = "Print one final state in JSON per line.")
    private boolean json;

    @Mixin
    private ClusterOptions where = new ClusterOptions();

    @Spec
    private @Nullable CommandSpec spec;

    private final Deque<FinalState> newest = new ArrayDeque<>();
    private boolean isPast = true;

    @Override
    public Integer call() {
        check();
        try (TimelineReader reader = new TimelineReader(where.cluster(), filter, this::tell)) {
            reader.read();
            newest.forEach(this::print);
            newest.clear();
            isPast = false;
            reader.untold().ifPresent(this::warn);
            if (follow) {
                reader.follow(() -> !out().checkError()); // it ends when nobody reads its output any more
            }
            return ExitCode.DONE;
        } catch (KafkaException | IllegalStateException e) {
            throw EnvironmentFault.ofLog(e);
        }
    }

    private void check() {
        if (limit != null && (limit < 1 || limit > TimelineReader.MAX_HELD)) {
            throw new ParameterException(
                    spec().commandLine(), "--limit " + limit + ", expected 1 to " + TimelineReader.MAX_HELD);
        }
        if (follow && filter.until().isPresent()) {
            throw new ParameterException(spec().commandLine(), "both --follow and --until, expected one of them");
        }
    }

    private void tell(FinalState state) {
        boolean belongs = where.domain()
                .filter(domain -> !domain.equals(state.decision().getDomain()))
                .isEmpty();
        if (!belongs) {
            return;
        }
        if (limit == null || !isPast) {
            print(state);
            return;
        }
        newest.add(state);
        if (newest.size() > limit) {
            newest.remove();
        }
    }

    private void print(FinalState state) {
        out().println(
                        json
                                ? JsonLine.of(state.toJson())
                                : new TimelineLine(spec().commandLine()
                                                .getColorScheme()
                                                .ansi())
                                        .of(state));
    }

    private void warn(String untold) {
        out().flush();
        spec().commandLine().getErr().println("seks: " + Printable.of(untold));
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
