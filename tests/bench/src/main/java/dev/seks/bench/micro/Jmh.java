// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.micro;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs benchmarks, each in processes of its own, and counts what they allocate. A benchmark that fails ends the run. */
public final class Jmh {
    private static final String PACKAGES = "dev\\.seks\\.bench\\..*";

    private final int forks;
    private final VerboseMode verbosity;

    private Jmh(int forks, VerboseMode verbosity) {
        this.forks = forks;
        this.verbosity = verbosity;
    }

    /** Tells on standard output what JMH tells. */
    static Jmh telling(int forks) {
        return new Jmh(forks, VerboseMode.NORMAL);
    }

    /** Tells nothing. */
    public static Jmh silent() {
        return new Jmh(1, VerboseMode.SILENT);
    }

    /**
     * Runs what the regular expression finds in the names of the benchmarks.
     *
     * @param params values of parameters, instead of those that the benchmarks name
     */
    public List<Measured> run(String include, Map<String, List<String>> params) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(PACKAGES + include)
                .addProfiler("gc")
                .jvmArgs("-Xmx2g", "-XX:+UseSerialGC")
                .shouldFailOnError(true)
                .verbosity(verbosity)
                .forks(forks);
        params.forEach((name, values) -> options.param(name, values.toArray(String[]::new)));
        Collection<RunResult> results = new Runner(options.build()).run();
        return results.stream().map(Measured::of).toList();
    }
}
