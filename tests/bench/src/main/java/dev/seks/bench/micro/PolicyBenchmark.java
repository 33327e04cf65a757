// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.micro;

import dev.seks.broker.policy.CompiledPolicy;
import dev.seks.broker.policy.Ruling;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
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

/** One ruling of a policy of 20 services and 20 patterns for each agent, beside a list of regular expressions. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PolicyBenchmark {
    private static final int SERVICES = 20;
    private static final int PATTERNS = 20;
    private static final int QUESTIONS = 1 << 16;

    @Param({"10", "100"})
    public int agents;

    private CompiledPolicy policy;
    private RegexRules regexRules;
    private Rulebook.Question[] questions = {};
    private int next;

    @Setup(Level.Trial)
    public void prepare() {
        Rulebook book = new Rulebook(agents, SERVICES, PATTERNS);
        policy = book.compiled();
        questions = book.questions(QUESTIONS);
        regexRules = new RegexRules(book);
        for (Rulebook.Question question : questions) {
            requireAgreement(question);
        }
    }

    private void requireAgreement(Rulebook.Question question) {
        String found = switch (policy.rule(question.agent(), question.service(), question.action())
                .kind()) {
            case ALLOWED -> "allow";
            case APPROVAL -> "require_approval";
            case DENIED -> "deny";
            case NO_RULE -> "none";
            case UNKNOWN_AGENT, UNKNOWN_SERVICE -> "unknown";
        };
        if (!found.equals(regexRules.rule(question))) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "%s: %s, the baseline says otherwise", question, found));
        }
    }

    /** The same question again and again: everything it touches is in the nearest cache. */
    @Benchmark
    public Ruling seksHot() {
        return rule(questions[0]);
    }

    /** Questions spread evenly over the whole policy. */
    @Benchmark
    public Ruling seksSpread() {
        return rule(questions[next++ & QUESTIONS - 1]);
    }

    /** The baseline, asked the same question again and again. */
    @Benchmark
    public String regexListHot() {
        return regexRules.rule(questions[0]);
    }

    /** The baseline, asked the spread questions. */
    @Benchmark
    public String regexListSpread() {
        return regexRules.rule(questions[next++ & QUESTIONS - 1]);
    }

    private Ruling rule(Rulebook.Question question) {
        return policy.rule(question.agent(), question.service(), question.action());
    }
}
