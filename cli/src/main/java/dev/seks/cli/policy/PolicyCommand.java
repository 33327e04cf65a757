// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import dev.seks.cli.option.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code seks policy}: everything that is done with policy files. */
@Command(
        name = "policy",
        description = "Check policies, see what they do, and publish them.",
        subcommands = {
            CheckCommand.class,
            TestCommand.class,
            ExplainCommand.class,
            DiffCommand.class,
            PushCommand.class,
            LogCommand.class,
            ShowCommand.class,
            SchemaCommand.class
        },
        footer = {
            "",
            "  ./seks policy check seks-policy.yaml               is it right, and is it what was meant?",
            "  ./seks policy test seks-policy.yaml                does it do what its tests say?",
            "  ./seks policy explain seks-policy.yaml --agent A --service S --action X",
            "                                                     what does it say to this, and why?",
            "  ./seks policy diff old.yaml seks-policy.yaml       which decisions change?",
            "  ./seks policy push seks-policy.yaml -m 'why'       bring it into force",
            "  ./seks policy log                                  who brought what into force, and why"
        })
public final class PolicyCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec);
        throw terminal.wrong("nothing to do, expected policy "
                + String.join(
                        ", policy ",
                        terminal.spec().subcommands().keySet().stream().sorted().toList()));
    }
}
