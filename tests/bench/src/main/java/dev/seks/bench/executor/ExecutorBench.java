// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.executor;

import dev.seks.bench.Json;
import dev.seks.bench.Machine;
import dev.seks.bench.Median;
import dev.seks.bench.domain.Lab;
import dev.seks.schemas.topic.TopicException;
import dev.seks.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what an executor adds to a call of a local service, beside a plain loop, and prints a table. */
@Command(
        name = "executor",
        mixinStandardHelpOptions = true,
        description = "What the executor adds to a call of a local service, beside a plain loop on the same broker.")
public final class ExecutorBench implements Callable<Integer> {
    private static final int WARM_UP_CALLS = 2_000;
    private static final int WARM_UP_PER_SECOND = 500;
    private static final int MANY_AGENTS = 20;
    private static final String ROW = "%-16s %11s %11s %13s %13s%n";

    @Option(names = "--passes", defaultValue = "5", description = "Warm passes of each kind. Default: ${DEFAULT-VALUE}")
    private int passes;

    @Option(names = "--rate", defaultValue = "100", description = "Calls a second. Default: ${DEFAULT-VALUE}")
    private int perSecond;

    @Option(names = "--seconds", defaultValue = "5", description = "Length of a pass. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(
            names = "--crowd",
            defaultValue = "200",
            description = "Calls of one second each that are given at once. Default: ${DEFAULT-VALUE}")
    private int crowd;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write every pass to this file.")
    private @Nullable Path json;

    /** What was measured of one subject. */
    private record Measured(String name, List<Passes.Times> times, Passes.Crowd ofOne, Passes.Crowd ofMany) {

        double median(ToDoubleFunction<Passes.Times> figure) {
            return Median.of(times, figure);
        }
    }

    /** Makes a subject once its topics are there. */
    private interface Starter {
        Subject start(Topics topics) throws TopicException;
    }

    @Override
    public Integer call() throws IOException, TopicException, InterruptedException, ExecutionException {
        List<Measured> measured = new ArrayList<>();
        try (Lab lab = Lab.open();
                LocalService service = new LocalService()) {
            measured.add(measure(lab, service, "loop.", topics -> new PlainLoop(lab, topics, service)));
            measured.add(measure(lab, service, "seks.", topics -> new SeksExecutor(lab, topics)));
        }
        Machine machine = Machine.here();
        System.out.print(table(machine, measured.get(0), measured.get(1)));
        if (json != null) {
            Files.writeString(json, json(machine, measured));
        }
        return 0;
    }

    private Measured measure(Lab lab, LocalService service, String prefix, Starter starter)
            throws TopicException, InterruptedException, ExecutionException {
        Topics topics = lab.topics(prefix);
        Approvals approvals = new Approvals(lab, topics, service);
        try (Subject subject = starter.start(topics)) {
            Passes pass = new Passes(lab, topics, service, approvals);
            System.err.println(subject.name() + ": warming up");
            pass.latency(WARM_UP_CALLS, WARM_UP_PER_SECOND);
            List<Passes.Times> times = new ArrayList<>();
            for (int i = 1; i <= passes; i++) {
                System.err.println(subject.name() + ": pass " + i + " of " + passes);
                times.add(pass.latency(perSecond * seconds, perSecond));
            }
            pass.crowd(crowd, MANY_AGENTS); // warms up connections and threads
            return new Measured(subject.name(), times, pass.crowd(crowd, 1), pass.crowd(crowd, MANY_AGENTS));
        }
    }

    private String table(Machine machine, Measured loop, Measured seks) {
        StringBuilder table = new StringBuilder();
        table.append(machine.at() + ", " + machine.processors() + " of " + machine.processor() + ", " + machine.java()
                + System.lineSeparator());
        table.append(String.format(
                ROW, "at " + perSecond + "/s, ms", "to call p50", "to call p99", "to result p50", "to result p99"));
        for (Measured one : List.of(loop, seks)) {
            table.append(row(one.name(), one::median));
        }
        table.append(row("added", figure -> seks.median(figure) - loop.median(figure)));
        table.append(row("ratio", figure -> seks.median(figure) / loop.median(figure)));
        for (Measured one : List.of(loop, seks)) {
            table.append(String.format(
                    Locale.ROOT,
                    "%-16s %d calls of %d s: of one agent %.2f s, %d at once; of %d agents %.2f s, %d at once%n",
                    one.name(),
                    crowd,
                    LocalService.SLOWNESS.toSeconds(),
                    one.ofOne().seconds(),
                    one.ofOne().mostInFlight(),
                    MANY_AGENTS,
                    one.ofMany().seconds(),
                    one.ofMany().mostInFlight()));
        }
        return table.toString();
    }

    /** Gives the median over the passes of a figure of each. */
    private interface Medians {
        double of(ToDoubleFunction<Passes.Times> figure);
    }

    private static String row(String name, Medians medians) {
        return String.format(
                ROW,
                name,
                decimal(medians.of(times -> times.toCall().percentileMs(50))),
                decimal(medians.of(times -> times.toCall().percentileMs(99))),
                decimal(medians.of(times -> times.toResult().percentileMs(50))),
                decimal(medians.of(times -> times.toResult().percentileMs(99))));
    }

    private String json(Machine machine, List<Measured> measured) {
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("machine", machine);
        whole.put("callsPerSecond", perSecond);
        List<Map<String, Object>> subjects = new ArrayList<>();
        for (Measured one : measured) {
            Map<String, Object> subject = new LinkedHashMap<>();
            subject.put("name", one.name());
            subject.put("toCallP50Ms", each(one, times -> times.toCall().percentileMs(50)));
            subject.put("toCallP99Ms", each(one, times -> times.toCall().percentileMs(99)));
            subject.put("toResultP50Ms", each(one, times -> times.toResult().percentileMs(50)));
            subject.put("toResultP99Ms", each(one, times -> times.toResult().percentileMs(99)));
            subject.put("crowdOfOneAgent", one.ofOne());
            subject.put("crowdOfManyAgents", one.ofMany());
            subjects.add(subject);
        }
        whole.put("crowd", crowd);
        whole.put("subjects", subjects);
        return Json.of(whole);
    }

    private static List<Double> each(Measured one, ToDoubleFunction<Passes.Times> figure) {
        return one.times().stream().map(figure::applyAsDouble).toList();
    }

    private static String decimal(double figure) {
        return String.format(Locale.ROOT, "%.2f", figure);
    }
}
