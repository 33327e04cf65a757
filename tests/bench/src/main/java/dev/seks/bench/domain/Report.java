// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.domain;

import dev.seks.bench.Json;
import dev.seks.bench.Machine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures as a table for people, with ratios, and as JSON with every pass. */
record Report(Machine machine, List<Figures> figures, int perSecond) {
    private static final String ROW = "%-26s %9s %9s %12s %9s%n";

    String table() {
        StringBuilder table = new StringBuilder();
        table.append(machine.at())
                .append(", ")
                .append(machine.processors())
                .append(" of ")
                .append(machine.processor());
        table.append(", ").append(machine.java()).append(System.lineSeparator());
        table.append(
                String.format(ROW, "at " + perSecond + "/s; saturated", "p50 ms", "p99 ms", "per second", "disturbed"));
        for (Figures one : figures) {
            table.append(String.format(
                    ROW,
                    one.name(),
                    decimal(one.medianMs(50)),
                    decimal(one.medianMs(99)),
                    String.format(Locale.ROOT, "%,.0f", one.medianPerSecond()),
                    one.disturbed() + " of " + one.latencies().size()));
        }
        Figures subject = figures.get(figures.size() - 1);
        for (Figures baseline : figures.subList(0, figures.size() - 1)) {
            table.append(String.format(
                    ROW,
                    "ratio to " + baseline.name().replace("plain ", ""),
                    decimal(subject.medianMs(50) / baseline.medianMs(50)),
                    decimal(subject.medianMs(99) / baseline.medianMs(99)),
                    decimal(subject.medianPerSecond() / baseline.medianPerSecond()),
                    ""));
        }
        if (subject.changelog() != null) {
            table.append(String.format(
                    Locale.ROOT,
                    "state writes per decision %.2f, changelog bytes per decision %.0f%n",
                    subject.changelog().writes(),
                    subject.changelog().bytes()));
        }
        return table.toString();
    }

    String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("machine", machine);
        json.put("requestsPerSecond", perSecond);
        json.put("pipes", figures.stream().map(Report::json).toList());
        return Json.of(json);
    }

    private static Map<String, Object> json(Figures one) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", one.name());
        json.put(
                "p50Ms",
                one.latencies().stream().map(pass -> pass.percentileMs(50)).toList());
        json.put(
                "p99Ms",
                one.latencies().stream().map(pass -> pass.percentileMs(99)).toList());
        json.put("perSecond", one.perSecond());
        if (one.changelog() != null) {
            json.put("stateWritesPerDecision", one.changelog().writes());
            json.put("changelogBytesPerDecision", one.changelog().bytes());
        }
        return json;
    }

    private static String decimal(double figure) {
        return String.format(Locale.ROOT, "%.2f", figure);
    }
}
