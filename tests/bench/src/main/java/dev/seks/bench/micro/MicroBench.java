// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.micro;

import dev.seks.bench.Json;
import dev.seks.bench.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the microbenchmarks with JMH and prints time and allocation of each. */
@Command(
        name = "micro",
        mixinStandardHelpOptions = true,
        description = {
            "Time and allocation of single steps, by JMH.",
            "",
            "DecisionBenchmark    one request through the state machine",
            "LimiterBenchmark     one request against three limits",
            "SignatureBenchmark   making and checking signatures",
            "PolicyBenchmark      one question to seks and to other engines, with 10 to 10,000 agents",
            "ConditionBenchmark   a rule with a condition, beside CEL alone",
            "LimiterPeersBenchmark  one limit, beside other limiters",
            "",
            "The last three, and more, with ratios: ./seks bench policy"
        },
        footer = {"", "Example: ./seks bench micro 'Decision.*' --json decision.json"})
public final class MicroBench implements Callable<Integer> {
    private static final String ROW = "%-44s %-26s %12s %12s%n";

    @Parameters(
            arity = "0..1",
            paramLabel = "REGEX",
            defaultValue = ".*",
            description = "Those whose class and method it matches, as in 'Decision.*'. Default: all of them")
    private String include = ".*";

    @Option(names = "--json", paramLabel = "FILE", description = "Also write every iteration to this file.")
    private @Nullable Path json;

    @Option(names = "--forks", defaultValue = "1", description = "Processes for each. Default: ${DEFAULT-VALUE}")
    private int forks;

    @Override
    public Integer call() throws RunnerException, IOException {
        List<Measured> measured = Jmh.telling(forks).run(include, Map.of());
        System.out.printf(Locale.ROOT, "%n" + ROW, "", "", "ns", "bytes");
        for (Measured one : measured) {
            System.out.printf(
                    Locale.ROOT,
                    ROW,
                    one.benchmark(),
                    one.choice(),
                    String.format(Locale.ROOT, "%,.1f", one.nanos()),
                    String.format(Locale.ROOT, "%,.0f", one.bytes()));
        }
        if (json != null) {
            Map<String, Object> whole = new LinkedHashMap<>();
            whole.put("machine", Machine.here());
            whole.put("measured", measured);
            Files.writeString(json, Json.of(whole));
        }
        return 0;
    }
}
