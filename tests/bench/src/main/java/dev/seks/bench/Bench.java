// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench;

import dev.seks.bench.approval.ApprovalBench;
import dev.seks.bench.cases.AnswersBench;
import dev.seks.bench.domain.DomainBench;
import dev.seks.bench.executor.ExecutorBench;
import dev.seks.bench.micro.MicroBench;
import dev.seks.bench.policy.PolicyBench;
import dev.seks.cli.log.LogSetup;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./seks bench}: everything that is measured, each beside a baseline in the same run. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures seks beside baselines in the same run. Let nothing else use the machine meanwhile.",
        subcommands = {
            DomainBench.class,
            ExecutorBench.class,
            ApprovalBench.class,
            PolicyBench.class,
            MicroBench.class,
            AnswersBench.class
        })
public final class Bench {

    private Bench() {}

    /** Takes the arguments of {@code ./seks}, whose first is {@code bench}. */
    public static void main(String[] args) {
        LogSetup.toNowhere(false);
        CommandLine seks =
                new CommandLine(new Seks()).addSubcommand(new Bench()).setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(seks.execute(args));
    }

    /** The command that has this one under it, for the names in its help. */
    @Command(name = "./seks")
    private static final class Seks implements Runnable {
        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Override
        public void run() {
            spec.commandLine().usage(System.err);
        }
    }
}
