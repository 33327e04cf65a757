// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.micro;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What JMH has measured of one benchmark with one choice of parameters.
 *
 * @param benchmark class and method, as in {@code PolicyBenchmark.spread}
 * @param nanos of one operation, the mean of all iterations
 * @param bytes allocated by one operation
 * @param iterations nanoseconds of one operation in each iteration of each process
 */
public record Measured(
        String benchmark, Map<String, String> params, double nanos, double bytes, List<Double> iterations) {
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    public Measured {
        params = new TreeMap<>(params);
        iterations = List.copyOf(iterations);
    }

    /** A result in nanoseconds, taken with the profiler that counts allocation. */
    static Measured of(RunResult run) {
        BenchmarkParams asked = run.getParams();
        Map<String, String> params = new TreeMap<>();
        asked.getParamsKeys().forEach(key -> params.put(key, asked.getParam(key)));
        List<Double> iterations = new ArrayList<>();
        for (BenchmarkResult process : run.getBenchmarkResults()) {
            for (IterationResult iteration : process.getIterationResults()) {
                iterations.add(iteration.getPrimaryResult().getScore());
            }
        }
        String[] path = asked.getBenchmark().split("\\.");
        return new Measured(
                path[path.length - 2] + "." + path[path.length - 1],
                params,
                run.getPrimaryResult().getScore(),
                allocated(run),
                iterations);
    }

    private static double allocated(RunResult run) {
        Result<?> allocated = run.getSecondaryResults().get(ALLOCATION);
        return allocated == null ? Double.NaN : allocated.getScore();
    }

    /** The parameters in one line, as in {@code agents=10 engine=SEKS}. */
    String choice() {
        StringBuilder text = new StringBuilder();
        params.forEach((name, value) ->
                text.append(text.isEmpty() ? "" : " ").append(name).append('=').append(value));
        return text.toString();
    }
}
