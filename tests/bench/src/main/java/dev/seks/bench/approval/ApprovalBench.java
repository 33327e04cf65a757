// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.approval;

import dev.seks.bench.Json;
import dev.seks.bench.Machine;
import dev.seks.bench.Median;
import dev.seks.bench.domain.Latencies;
import dev.seks.cli.dev.AllInOne;
import dev.seks.cli.dev.DevOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how long an approval takes once a person has given it, and prints a table. */
@Command(
        name = "approval",
        mixinStandardHelpOptions = true,
        description = {
            "From a person's verdict to the approval, beside requests that ask nobody, in the same process; then the inbox of"
                    + " an approval service in a process of its own, empty and crowded."
        })
public final class ApprovalBench implements Callable<Integer> {
    private static final int WARM_UP = 200;
    private static final String ROW = "%-44s %9s %9s%n";
    private static final String POLICY = """
            version: 1
            domain: bench
            defaults: { max_open_approvals: 10000 }
            agents:
              runner:
                services:
                  github:
                    allow: ["repos.get"]
                    require_approval: ["repos.create"]
            rate_limits:
              global: { requests_per_minute: 1000000000 }
              per_agent: { requests_per_minute: 1000000000 }
            """;

    @Option(names = "--passes", defaultValue = "5", description = "Warm passes of each kind. Default: ${DEFAULT-VALUE}")
    private int passes;

    @Option(names = "--rate", defaultValue = "20", description = "Verdicts a second. Default: ${DEFAULT-VALUE}")
    private int perSecond;

    @Option(names = "--seconds", defaultValue = "5", description = "Length of a pass. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(
            names = "--open",
            defaultValue = "10000",
            description = "How many requests wait in the crowded inbox, at most 10000. Default: ${DEFAULT-VALUE}")
    private int open;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write every pass to this file.")
    private @Nullable Path json;

    /** The passes of one kind. */
    private record Measured(String name, List<Latencies> passes) {
        double median(double percent) {
            return Median.of(passes, pass -> pass.percentileMs(percent));
        }

        List<Double> each(double percent) {
            return passes.stream().map(pass -> pass.percentileMs(percent)).toList();
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("seks-bench");
        Path policy = Files.writeString(folder.resolve("policy.yaml"), POLICY);
        Measured allowed = new Measured("allowed: from the request to the approval", new ArrayList<>());
        Measured approved = new Measured("approved: from the verdict to the approval", new ArrayList<>());
        List<Crowd> crowds = new ArrayList<>();
        try (AllInOne all =
                        AllInOne.start(DevOptions.in(folder.resolve("data")).withPolicy(policy), Clock.systemUTC());
                Desk desk = new Desk(all)) {
            System.err.println("warming up");
            desk.allowed(WARM_UP, WARM_UP);
            desk.approved(WARM_UP, WARM_UP);
            for (int i = 1; i <= passes; i++) {
                System.err.println("pass " + i + " of " + passes);
                allowed.passes().add(desk.allowed(perSecond * seconds, perSecond));
                approved.passes().add(desk.approved(perSecond * seconds, perSecond));
            }
            System.err.println("filling the inbox");
            try (ServiceAlone service = ServiceAlone.start(all, folder)) {
                crowds.add(Crowd.of(service, 0));
                desk.crowd(open);
                crowds.add(Crowd.of(service, open));
            }
        }
        Machine machine = Machine.here();
        System.out.print(table(machine, allowed, approved) + table(crowds));
        if (json != null) {
            Files.writeString(json, json(machine, List.of(allowed, approved), crowds));
        }
        return 0;
    }

    private String table(Machine machine, Measured allowed, Measured approved) {
        StringBuilder table = new StringBuilder();
        table.append(machine.at() + ", " + machine.processors() + " of " + machine.processor() + ", " + machine.java()
                + System.lineSeparator());
        table.append(String.format(ROW, "at " + perSecond + "/s, ms", "p50", "p99"));
        for (Measured one : List.of(allowed, approved)) {
            table.append(String.format(ROW, one.name(), decimal(one.median(50)), decimal(one.median(99))));
        }
        table.append(String.format(
                ROW,
                "ratio",
                decimal(approved.median(50) / allowed.median(50)),
                decimal(approved.median(99) / allowed.median(99))));
        return table.toString();
    }

    private static String table(List<Crowd> crowds) {
        StringBuilder table = new StringBuilder(System.lineSeparator());
        table.append(
                String.format(ROW, "the service alone, " + String.join(" ", ServiceAlone.FLAGS), "MiB", "page, ms"));
        for (Crowd crowd : crowds) {
            table.append(
                    String.format(ROW, crowd.open() + " wait", decimal(crowd.residentMib()), decimal(crowd.pageMs())));
        }
        return table.toString();
    }

    private String json(Machine machine, List<Measured> measured, List<Crowd> crowds) {
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("machine", machine);
        whole.put("verdictsPerSecond", perSecond);
        measured.forEach(one -> whole.put(one.name(), Map.of("p50Ms", one.each(50), "p99Ms", one.each(99))));
        whole.put("serviceAlone", ServiceAlone.FLAGS);
        whole.put("inbox", crowds);
        return Json.of(whole);
    }

    private static String decimal(double figure) {
        return String.format(Locale.ROOT, "%.2f", figure);
    }
}
