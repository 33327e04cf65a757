// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.control;

import dev.seks.cli.option.Terminal;
import dev.seks.schemas.record.ControlKind;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seks unfreeze}: lifts a freeze. */
@Command(
        name = "unfreeze",
        description = "Lift a freeze, named as it was ordered. What it has ended stays ended.",
        footer = {
            "",
            "  ./seks freeze                       what is frozen",
            "  ./seks unfreeze agent aeonbyte      let it go on",
            "  ./seks unfreeze all                 lift the freeze of everything alone",
            "",
            "Exit codes: 0 done, 1 refused, 2 usage or environment, 3 not yet taken up."
        })
public final class UnfreezeCommand implements Callable<Integer> {
    @Parameters(arity = "1..4", paramLabel = "WHAT", description = "agent A, service S, both, or all.")
    private List<String> words = List.of();

    @Mixin
    private ReasonOption reason = new ReasonOption();

    @Option(names = "--json", description = "Print what became of it as one line of JSON.")
    private boolean json;

    @Mixin
    private Operator operator = new Operator();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec);
        return FreezeCommand.order(ControlKind.UNFREEZE, words, reason.of(terminal), json, operator, terminal);
    }
}
