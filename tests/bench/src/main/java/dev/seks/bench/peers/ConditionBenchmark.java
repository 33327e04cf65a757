// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.peers;

import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.seks.broker.condition.Circumstances;
import dev.seks.broker.policy.CompiledPolicy;
import dev.seks.broker.policy.Policy;
import dev.seks.broker.policy.Ruling;
import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.catalogue.ActionDefinition;
import dev.seks.schemas.yaml.SourceFile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One decision whose rule has a condition of the usual kind, beside the same condition asked of CEL and nothing else. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ConditionBenchmark {
    private static final String CONDITION = "params.owner == \"acme\" && params.repo in [\"site\", \"docs\"]";
    private static final Map<String, Object> PARAMS = Map.of("owner", "acme", "repo", "docs");
    private static final String POLICY = """
            version: 1
            agents:
              runner: { services: { forge: { allow: [{ action: "repos.*", when: '%s' }], deny: ["repos.delete"] } } }
            """.formatted(CONDITION);
    private static final String CATALOGUE = """
            service: forge
            base_url: https://forge.example
            actions:
              repos.get:
                summary: "read repository {owner}/{repo}"
                effect: read
                http: GET /repos/{owner}/{repo}
                params: { owner: { type: string, required: true }, repo: { type: string, required: true } }
            """;

    private final CompiledPolicy policy = policy();
    private final Circumstances asked = new Circumstances("runner", action(), PARAMS, true, Instant.EPOCH);
    private CelRuntime.@org.jspecify.annotations.Nullable Program program;

    @Setup(Level.Trial)
    public void prepare() throws Exception {
        CelCompiler compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .addVar("params", MapType.create(SimpleType.STRING, SimpleType.DYN))
                .setResultType(SimpleType.BOOL)
                .build();
        program = CelRuntimeFactory.standardCelRuntimeBuilder()
                .build()
                .createProgram(compiler.compile(CONDITION).getAst());
        if (seks().kind() != Ruling.Kind.ALLOWED || !celAlone().equals(true)) {
            throw new IllegalStateException("the condition does not hold, expected that it does");
        }
    }

    /** From the names and the checked parameters to the ruling. */
    @Benchmark
    public Ruling seks() {
        return policy.rule(policy.rule("runner", "forge", "repos.get"), asked);
    }

    /** The condition, compiled ahead. */
    @Benchmark
    public Object celAlone() throws Exception {
        return program.eval(Map.of("params", PARAMS));
    }

    private static ActionCatalogue catalogue() {
        ActionCatalogue.Result result = ActionCatalogue.load(List.of(new SourceFile("forge.yaml", CATALOGUE)));
        if (result instanceof ActionCatalogue.Loaded loaded) {
            return loaded.catalogue();
        }
        throw new IllegalStateException("the benchmark's own catalogue is faulty: " + result);
    }

    private static ActionDefinition action() {
        return catalogue().action("forge", "repos.get").orElseThrow();
    }

    private static CompiledPolicy policy() {
        if (Policy.load(new SourceFile("seks-policy.yaml", POLICY)) instanceof Policy.Loaded loaded
                && loaded.policy().compileFor(catalogue()) instanceof Policy.Compiled compiled) {
            return compiled.policy();
        }
        throw new IllegalStateException("the benchmark's own policy is faulty");
    }
}
