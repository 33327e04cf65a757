// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.micro;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the microbenchmarks with JMH, which reports time and memory allocated of each. */
@Command(
        name = "micro",
        mixinStandardHelpOptions = true,
        description = "Time and allocation of single steps, by JMH, also beside other engines and limiters.")
public final class MicroBench implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            defaultValue = ".*",
            description = "Regular expression over the benchmarks' names. Default: all of them")
    private String include = ".*";

    @Option(names = "--json", paramLabel = "FILE", description = "Also write JMH's own JSON to this file.")
    private @Nullable String json;

    @Option(names = "--forks", defaultValue = "1", description = "Processes for each. Default: ${DEFAULT-VALUE}")
    private int forks;

    @Override
    public Integer call() throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("dev\\.seks\\.bench\\..*" + include)
                .addProfiler("gc")
                .jvmArgs("-Xmx2g", "-XX:+UseSerialGC")
                .forks(forks);
        if (json != null) {
            options.resultFormat(ResultFormatType.JSON).result(json);
        }
        new Runner(options.build()).run();
        return 0;
    }
}
