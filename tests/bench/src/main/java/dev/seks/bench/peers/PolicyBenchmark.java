// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.peers;

import static java.util.stream.Collectors.toMap;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One question to each engine, with agents that share a hundred roles; all rules are in memory, ready. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class PolicyBenchmark {
    /** With how many agents each engine is asked. */
    public static final List<Integer> SIZES = List.of(10, 100, 1_000, 10_000);

    private static final int QUESTIONS = 1 << 16;

    @Param
    public EngineKind engine;

    @Param({"10", "100", "1000", "10000"})
    public int agents;

    private Engine asked = question -> false;
    private Rulebook.Question[] questions = {};
    private Map<String, Integer> numbers = Map.of();
    private int next;

    @Setup(Level.Trial)
    public void prepare() throws Exception {
        Rulebook book = Rulebook.of(agents);
        questions = book.questions(QUESTIONS);
        asked = engine.with(book);
        Answers.check(asked, book, questions);
        numbers = IntStream.range(0, agents)
                .boxed()
                .collect(toMap(Rulebook::agent, number -> number, (a, b) -> b, HashMap::new));
    }

    /** The same question again and again: everything it touches is in the nearest cache. */
    @Benchmark
    public boolean hot() throws Exception {
        return asked.allows(questions[0]);
    }

    /** Questions spread evenly over all rules. */
    @Benchmark
    public boolean spread() throws Exception {
        return asked.allows(questions[next++ & QUESTIONS - 1]);
    }

    /** What finding the agent by its name takes, and nothing after it: no engine grows less than that. */
    @Benchmark
    public Integer agentAlone() {
        return numbers.get(questions[next++ & QUESTIONS - 1].agent());
    }
}
