// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.demo;

import dev.seks.cli.dev.DevOptions;
import dev.seks.cli.log.LogSetup;
import dev.seks.cli.option.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seks demo}: exit code 0 when the story came out as told, 1 when a step did not. */
@Command(
        name = "demo",
        description = "Plays a story: an agent asks for things, some are allowed and done, some denied, some wait for a"
                + " person. Runs everything for it in a temporary folder, and judges itself by what really happened.",
        sortOptions = false)
public final class DemoCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "One JSON object per line: a final state for each request, then a summary.")
    private boolean json;

    @Option(names = "--policy", paramLabel = "FILE", description = "Play it under this policy instead of the example.")
    private @Nullable Path policy;

    @Option(names = "--stay", description = "Leave everything running after the story, until Enter is pressed.")
    private boolean stay;

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter err = command.commandLine().getErr();
        DemoReport report = new DemoReport(command.commandLine().getOut(), err, json, stay);
        Path folder = TemporaryFolder.create();
        boolean debug = command.root().findOption("--debug").getValue();
        LogSetup.toFile(folder.resolve("logs").resolve("seks.log"), debug);
        Story story = policy == null ? Story.load() : Story.load().underAnotherPolicy();
        err.println("starting everything in " + folder);
        err.flush();
        List<StepOutcome> outcomes =
                new Theatre(DevOptions.in(folder).withPolicy(policy), Demo.PATIENCE).play(story, report);
        report.tell(Summary.of(outcomes));
        List<StepOutcome> wrong =
                outcomes.stream().filter(outcome -> !outcome.ok()).toList();
        wrong.forEach(step -> err.println("seks: " + step.told()));
        return wrong.isEmpty() ? ExitCode.DONE : ExitCode.FINDING;
    }
}
