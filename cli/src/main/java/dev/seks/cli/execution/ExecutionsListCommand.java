// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.execution;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.option.ClusterOptions;
import dev.seks.cli.option.ExitCode;
import dev.seks.cli.option.JsonLine;
import dev.seks.cli.option.Terminal;
import dev.seks.cli.option.TimeOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seks executions list}: what executors did, one line for each approved request. */
@Command(name = "list", description = "See what executors did, oldest first.")
final class ExecutionsListCommand implements Callable<Integer> {
    private static final int DEFAULT_LIMIT = 100;

    @Option(names = "--state", paramLabel = "STATE", description = "Only those that are ${COMPLETION-CANDIDATES}.")
    private @Nullable State state;

    @Option(names = "--agent", paramLabel = "A", description = "Of this agent.")
    private @Nullable String agent;

    @Option(names = "--service", paramLabel = "S", description = "At this service; those that run have none yet.")
    private @Nullable String service;

    @Option(
            names = "--since",
            paramLabel = "T",
            converter = TimeOption.class,
            description = "Look no further back: RFC 3339, or how long ago, e.g. 10m, 2h, 7d.")
    private @Nullable Instant since;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Only the newest N (default: 100), at most " + Executions.MAX_HELD + ".")
    private int limit = DEFAULT_LIMIT;

    @Option(names = "--json", description = "Print one execution in JSON per line.")
    private boolean json;

    @Mixin
    private ClusterOptions where = new ClusterOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (limit < 1 || limit > Executions.MAX_HELD) {
            throw terminal().wrong("--limit " + limit + ", expected 1 to " + Executions.MAX_HELD);
        }
        Executions executions = new Executions(limit, this::isWanted);
        try {
            new ExecutionReader(where.cluster()).read(executions, since);
        } catch (KafkaException | IllegalStateException e) {
            throw EnvironmentFault.ofLog(e);
        }
        List<Execution> found = executions.newest(limit);
        ExecutionLine line = new ExecutionLine(terminal().ansi());
        found.forEach(execution -> terminal().painted(json ? JsonLine.of(execution.json()) : line.of(execution)));
        if (found.isEmpty()) {
            terminal().talk("no execution is " + (state == null ? "there" : state));
        }
        return ExitCode.DONE;
    }

    private boolean isWanted(Execution execution) {
        return where.domain()
                        .filter(domain -> !domain.equals(execution.domain()))
                        .isEmpty()
                && (state == null || execution.state() == state)
                && (agent == null || agent.equals(execution.agent()))
                && (service == null
                        || (execution.result() != null
                                && service.equals(execution.result().getService())));
    }

    private Terminal terminal() {
        return Terminal.of(spec);
    }
}
