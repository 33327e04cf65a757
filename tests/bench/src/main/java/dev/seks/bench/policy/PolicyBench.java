// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.policy;

import dev.seks.bench.Json;
import dev.seks.bench.Machine;
import dev.seks.bench.cases.Scores;
import dev.seks.bench.micro.Jmh;
import dev.seks.bench.micro.Measured;
import dev.seks.bench.peers.EngineKind;
import dev.seks.bench.peers.PolicyBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the policy beside other engines and limiters, and prints the tables of the README. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description = {
            "Policy and limits beside other engines and limiters; prints tables in Markdown.",
            "",
            "In one run: how long each engine takes for a question, with 10 to 10,000 agents; a rule with a condition; one"
                    + " limit; how each engine answers tests/conformance; and how long './seks policy check' takes for a file"
                    + " of 10,000 lines. Takes about eight minutes. Run it in the root of a checkout.",
            "",
            "Single benchmarks: ./seks bench micro. Each answer of each engine: ./seks bench answers."
        })
public final class PolicyBench implements Callable<Integer> {
    @Option(names = "--json", paramLabel = "FILE", description = "Also write every iteration to this file.")
    private @Nullable Path json;

    @Option(
            names = "--readme",
            paramLabel = "FILE",
            description = "Also put the tables into this file, between the lines '" + Report.BEGIN + "' and '"
                    + Report.END + "'.")
    private @Nullable Path readme;

    @Option(
            names = "--seks",
            paramLabel = "FILE",
            defaultValue = "seks",
            description = "The script that 'policy check' is measured with. Default: ${DEFAULT-VALUE}")
    private Path seks = Path.of("");

    @Option(
            names = "--cases",
            paramLabel = "DIR",
            defaultValue = "tests/conformance",
            description = "The cases that each engine is asked. Default: ${DEFAULT-VALUE}")
    private Path cases = Path.of("");

    @Override
    public Integer call() throws RunnerException, IOException, InterruptedException {
        System.err.println("starting ./seks policy check");
        List<ColdStart> starts = starts();
        System.err.println("asking the conformance cases");
        Report.Answered answered = new Report.Answered(Scores.of(cases), starts);
        Report.Decisions decisions = decisions();
        System.err.println("judging a condition");
        List<Measured> conditions = Jmh.silent().run("ConditionBenchmark.*", Map.of());
        System.err.println("counting against a limit");
        List<Measured> limiters = Jmh.silent().run("LimiterPeersBenchmark.*", Map.of());
        Report report = new Report(Machine.here(), decisions, conditions, limiters, answered);
        System.out.print(report.markdown());
        if (json != null) {
            Files.writeString(json, Json.of(report));
        }
        if (readme != null) {
            Files.writeString(readme, report.into(Files.readString(readme)));
        }
        return 0;
    }

    private static Report.Decisions decisions() {
        List<Measured> measured = new ArrayList<>();
        Map<String, String> leftOut = new TreeMap<>();
        for (EngineKind engine : EngineKind.values()) {
            // only the evaluator of seks is so fast that it matters where in memory its rules are
            String methods = engine == EngineKind.SEKS ? "(hot|spread|agentAlone)" : "spread";
            for (int agents : PolicyBenchmark.SIZES) {
                System.err.println("asking " + engine.title() + " about " + agents + " agents");
                try {
                    measured.addAll(Jmh.silent()
                            .run(
                                    "PolicyBenchmark." + methods,
                                    Map.of(
                                            "engine", List.of(engine.name()),
                                            "agents", List.of(Integer.toString(agents)))));
                } catch (RunnerException e) {
                    leftOut.put(engine.title() + " with " + agents + " agents", String.valueOf(e.getMessage()));
                }
            }
        }
        return new Report.Decisions(measured, leftOut);
    }

    private List<ColdStart> starts() throws IOException, InterruptedException {
        Path plain = Files.createTempDirectory("seks-bench");
        Path guarded = Files.createTempDirectory("seks-bench");
        try {
            String withoutConditions = LongPolicy.write(plain, false).toString();
            String withConditions = LongPolicy.write(guarded, true).toString();
            ColdStart.of("the first start, which may build", seks, "--version");
            return List.of(
                    ColdStart.of("./seks --version", seks, "--version"),
                    ColdStart.of("./seks policy check, 10,000 lines", seks, "policy", "check", withoutConditions),
                    ColdStart.of(
                            "the same, one rule in " + LongPolicy.CONDITION_EVERY + " with a condition of its own",
                            seks,
                            "policy",
                            "check",
                            withConditions));
        } finally {
            delete(plain);
            delete(guarded);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
