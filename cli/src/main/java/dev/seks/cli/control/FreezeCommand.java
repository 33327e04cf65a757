// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.control;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.option.Cluster;
import dev.seks.cli.option.ExitCode;
import dev.seks.cli.option.JsonLine;
import dev.seks.cli.option.Terminal;
import dev.seks.schemas.control.Freeze;
import dev.seks.schemas.record.ControlKind;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seks freeze}: stops an agent, a service or everything, and says what is frozen. */
@Command(
        name = "freeze",
        description = "Stop an agent, a service or everything, and see what is frozen.",
        footer = {
            "",
            "  ./seks freeze                             what is frozen",
            "  ./seks freeze agent aeonbyte              nothing of it runs any more",
            "  ./seks freeze agent aeonbyte service s    nothing of it at that service",
            "  ./seks freeze all --reason \"odd\"          nothing runs any more",
            "",
            "Executors obey within a second, also for what is approved already.",
            "Calls that have left go on.",
            "",
            "Exit codes: 0 done, 1 refused, 2 usage or environment, 3 not yet taken up."
        })
public final class FreezeCommand implements Callable<Integer> {
    static final String LIST = "list";

    @Parameters(
            arity = "0..4",
            paramLabel = "WHAT",
            description = "agent A, service S, both, or all; list, or nothing, says what is frozen.")
    private List<String> words = List.of();

    @Mixin
    private ReasonOption reason = new ReasonOption();

    @Option(names = "--json", description = "Print one line of JSON for what became of it, or for each freeze.")
    private boolean json;

    @Mixin
    private Operator operator = new Operator();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (words.isEmpty() || words.equals(List.of(LIST))) {
            return list();
        }
        return order(ControlKind.FREEZE, words, reason.of(terminal()), json, operator, terminal());
    }

    /** Orders to freeze or to unfreeze, and tells what became of it. */
    static int order(
            ControlKind kind,
            List<String> words,
            @Nullable String reason,
            boolean json,
            Operator operator,
            Terminal terminal) {
        Freeze target = Target.of(words).orElseThrow(() -> terminal.wrong(Target.fault(words)));
        OrderFate fate = operator.give(
                operator.cluster(),
                kind,
                order -> order.setAgent(target.agent())
                        .setService(target.service())
                        .setComment(reason));
        return fate.print(terminal, json);
    }

    private int list() {
        Cluster cluster = operator.cluster();
        List<Frozen> frozen;
        try {
            frozen = FrozenList.read(cluster);
        } catch (KafkaException | IllegalStateException e) {
            throw EnvironmentFault.ofLog(e);
        }
        frozen.forEach(one -> terminal().painted(json ? JsonLine.of(one.json()) : one.line()));
        if (frozen.isEmpty()) {
            terminal().talk("nothing is frozen in domain " + cluster.domain());
        }
        return ExitCode.DONE;
    }

    private Terminal terminal() {
        return Terminal.of(spec);
    }
}
