// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.execution;

import dev.seks.cli.control.Operator;
import dev.seks.cli.control.OrderFate;
import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.option.Cluster;
import dev.seks.cli.option.ExitCode;
import dev.seks.cli.option.Handle;
import dev.seks.cli.option.Terminal;
import dev.seks.schemas.record.ControlKind;
import dev.seks.schemas.record.Resolution;
import java.util.List;
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

/** {@code seks executions resolve}: records what a person found out about a call of unknown outcome. */
@Command(
        name = "resolve",
        description = "Record what you found out about a call whose outcome is unknown.",
        footer = {
            "",
            "The result stays as it is: what you say stands beside it, and nothing is",
            "called again.",
            "",
            "Exit codes: 0 recorded, 1 not found, not unknown or refused,",
            "2 usage or environment, 3 not yet taken up."
        })
final class ExecutionsResolveCommand implements Callable<Integer> {
    private static final int MAX_COMMENT = 2000;

    /** What a person can have found out. */
    enum Outcome {
        SUCCEEDED,
        FAILED;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "H", description = "The request: its digest, or the first characters of it.")
    private String handle = "";

    @Option(
            names = "--outcome",
            required = true,
            paramLabel = "OUTCOME",
            description = "What became of the call: ${COMPLETION-CANDIDATES}.")
    private Outcome outcome = Outcome.FAILED;

    @Option(names = "--comment", required = true, paramLabel = "TEXT", description = "How you know; it is recorded.")
    private String comment = "";

    @Option(names = "--json", description = "Print what became of it as one line of JSON.")
    private boolean json;

    @Mixin
    private Operator operator = new Operator();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (comment.isBlank() || comment.length() > MAX_COMMENT) {
            throw terminal().wrong("--comment, expected a text of at most " + MAX_COMMENT + " characters");
        }
        String prefix = Handle.parse(handle);
        Cluster cluster = operator.cluster();
        List<Execution> found = find(cluster, prefix);
        List<Execution> unknown = found.stream()
                .filter(execution -> execution.state() == State.UNKNOWN || execution.state() == State.RESOLVED)
                .toList();
        if (unknown.size() > 1) {
            throw EnvironmentFault.of(handle + " is the beginning of several digests, expected of one: "
                    + unknown.stream().map(Execution::requestDigest).collect(Collectors.joining(", ")));
        }
        if (unknown.isEmpty()) {
            talk(
                    found.isEmpty()
                            ? "no execution " + handle + " is in domain " + cluster.domain()
                            : handle + " is " + found.get(0).state() + ", only an unknown outcome can be resolved");
            return ExitCode.FINDING;
        }
        return resolve(cluster, unknown.get(0));
    }

    private static List<Execution> find(Cluster cluster, String prefix) {
        Executions executions = new Executions(
                1,
                execution -> execution.domain().equals(cluster.domain())
                        && execution.requestDigest().startsWith(prefix));
        try {
            new ExecutionReader(cluster).read(executions, null);
        } catch (KafkaException | IllegalStateException e) {
            throw EnvironmentFault.ofLog(e);
        }
        return executions.newest(Executions.MAX_HELD);
    }

    private int resolve(Cluster cluster, Execution execution) {
        if (execution.resolution() != null && execution.resolution().getResolution() != null) {
            talk("resolved before as " + execution.resolution().getResolution() + " by "
                    + execution.resolution().getPerson() + "; what you say is added");
        }
        OrderFate fate = operator.give(
                cluster,
                ControlKind.RESOLVE,
                order -> order.setAgent(execution.agent())
                        .setRequestId(execution.requestId())
                        .setRequestDigest(execution.requestDigest())
                        .setResolution(Resolution.valueOf(outcome.name()))
                        .setComment(comment));
        return fate.print(terminal(), json);
    }

    private void talk(String line) {
        terminal().talk("seks: " + line);
    }

    private Terminal terminal() {
        return Terminal.of(spec);
    }
}
