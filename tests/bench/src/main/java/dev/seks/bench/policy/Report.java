// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.policy;

import dev.seks.bench.Machine;
import dev.seks.bench.cases.Score;
import dev.seks.bench.micro.Measured;
import dev.seks.bench.peers.EngineKind;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that one run has measured, as tables of the README.
 *
 * @param conditions a decision with a condition, and a condition alone
 * @param limiters seks and others
 */
record Report(
        Machine machine, Decisions decisions, List<Measured> conditions, List<Measured> limiters, Answered answered) {
    static final String BEGIN = "<!-- begin: ./seks bench policy -->";
    static final String END = "<!-- end: ./seks bench policy -->";

    private static final String SPREAD = "PolicyBenchmark.spread";
    private static final String HOT = "PolicyBenchmark.hot";
    private static final String AGENT_ALONE = "PolicyBenchmark.agentAlone";
    private static final Map<String, String> TITLES = Map.of(
            "ConditionBenchmark.seks", "**seks**, the whole decision",
            "ConditionBenchmark.celAlone", "CEL, the condition alone",
            "LimiterPeersBenchmark.seksInMemory", "**seks**, in memory",
            "LimiterPeersBenchmark.seksFromBytesToBytes", "**seks**, from stored bytes to bytes to store",
            "LimiterPeersBenchmark.bucket4jInMemory", "Bucket4j, in memory",
            "LimiterPeersBenchmark.resilience4jInMemory", "Resilience4j, in memory");

    /**
     * One question, as often as it could be asked.
     *
     * @param measured by engine and number of agents
     * @param leftOut why an engine has no figures, by its title
     */
    record Decisions(List<Measured> measured, Map<String, String> leftOut) {
        Decisions {
            measured = List.copyOf(measured);
            leftOut = Map.copyOf(leftOut);
        }
    }

    /** What is answered to people: by engines to the conformance cases, by commands at a terminal. */
    record Answered(List<Score> scores, List<ColdStart> starts) {
        Answered {
            scores = List.copyOf(scores);
            starts = List.copyOf(starts);
        }
    }

    Report {
        conditions = List.copyOf(conditions);
        limiters = List.copyOf(limiters);
    }

    /** The text with the tables between the two lines that mark their place. */
    String into(String text) {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("no place for the tables, expected the lines " + BEGIN + " and " + END);
        }
        return text.substring(0, begin) + BEGIN + "\n" + markdown() + text.substring(end);
    }

    String markdown() {
        return "On " + machine.at().atZone(ZoneOffset.UTC).toLocalDate() + ", " + machine.processors() + " of "
                + machine.processor() + ", " + machine.java() + ".\n\n"
                + decisionTable()
                + measuredTable("A rule with a condition:", conditions)
                + measuredTable("One admitted request against one limit:", limiters)
                + scoreTable()
                + startTable();
    }

    private String decisionTable() {
        List<Integer> sizes = decisions.measured().stream()
                .map(Report::agents)
                .distinct()
                .sorted()
                .toList();
        List<String> heads = new ArrayList<>();
        sizes.forEach(size -> heads.add(String.format(Locale.ROOT, "%,d agents", size)));
        heads.addAll(List.of("growth", "allocated", "beside seks"));
        heads.add(0, "a decision");
        Markdown table = new Markdown(heads.toArray(String[]::new));
        decisionRow(table, "**seks**, always the same question", HOT, EngineKind.SEKS, sizes);
        decisionRow(table, "`java.util.HashMap`, finding the agent alone", AGENT_ALONE, EngineKind.SEKS, sizes);
        for (EngineKind engine : EngineKind.values()) {
            String title = engine == EngineKind.SEKS ? "**seks**" : engine.title();
            decisionRow(table, title, SPREAD, engine, sizes);
        }
        StringBuilder text = new StringBuilder(table.titled("Questions spread evenly over all agents and services:"));
        decisions
                .leftOut()
                .forEach((engine, why) -> text.append("Left out: ")
                        .append(engine)
                        .append(", ")
                        .append(why)
                        .append(".\n\n"));
        return text.toString();
    }

    private void decisionRow(Markdown table, String title, String benchmark, EngineKind engine, List<Integer> sizes) {
        List<Measured> row = decisions.measured().stream()
                .filter(one -> one.benchmark().equals(benchmark)
                        && engine.name().equals(one.params().get("engine")))
                .sorted(Comparator.comparingInt(Report::agents))
                .toList();
        if (row.isEmpty()) {
            return;
        }
        Measured fewest = row.get(0);
        Measured most = row.get(row.size() - 1);
        List<String> cells = new ArrayList<>();
        for (int size : sizes) {
            cells.add(row.stream()
                    .filter(one -> agents(one) == size)
                    .map(one -> Markdown.nanos(one.nanos()))
                    .findFirst()
                    .orElse("-"));
        }
        cells.add(row.size() == 1 ? "-" : Markdown.times(most.nanos() / fewest.nanos()));
        cells.add(Markdown.number(most.bytes()) + " B");
        cells.add(besideSeks(most).map(Markdown::times).orElse("-"));
        table.row(title, cells);
    }

    /** How many times as long as seks takes for the same question. */
    private Optional<Double> besideSeks(Measured other) {
        return decisions.measured().stream()
                .filter(one -> one.benchmark().equals(SPREAD) && agents(one) == agents(other))
                .filter(one -> EngineKind.SEKS.name().equals(one.params().get("engine")))
                .map(seks -> other.nanos() / seks.nanos())
                .findFirst();
    }

    private static int agents(Measured one) {
        return Integer.parseInt(one.params().getOrDefault("agents", "0"));
    }

    private static String measuredTable(String title, List<Measured> measured) {
        Markdown table = new Markdown("", "time", "allocated");
        for (Measured one : measured) {
            table.row(
                    TITLES.getOrDefault(one.benchmark(), one.benchmark()),
                    Markdown.nanos(one.nanos()),
                    Markdown.number(one.bytes()) + " B");
        }
        return table.titled(title);
    }

    private String scoreTable() {
        Markdown table =
                new Markdown("answers", "right", "wrong", "no words for it", "names just the rules that decide");
        for (Score score : answered.scores()) {
            table.row(
                    score.engine(),
                    Integer.toString(score.right()),
                    Integer.toString(score.wrong().size()),
                    Integer.toString(score.unexpressed()),
                    score.ofNamed() == 0 ? "-" : score.named() + " of " + score.ofNamed());
        }
        return table.titled("The requests of `tests/conformance`, put to each engine:");
    }

    private String startTable() {
        Markdown table = new Markdown("from start to end", "median", "longest");
        for (ColdStart start : answered.starts()) {
            table.row(start.what(), Markdown.seconds(start.median()), Markdown.seconds(start.longest()));
        }
        return table.titled("Commands, each in a process of its own:");
    }
}
