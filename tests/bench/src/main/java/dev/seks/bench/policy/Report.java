// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.policy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.seks.bench.Machine;
import dev.seks.bench.cases.Score;
import dev.seks.bench.micro.Measured;
import dev.seks.bench.peers.EngineKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Everything that was measured in one run, as tables in Markdown.
 *
 * @param decisions one question to each engine, by {@code agents} and {@code engine}
 * @param conditions one decision with a condition, and the condition alone
 * @param limiters one admitted request against one limit
 */
public record Report(
        Machine machine,
        List<Measured> decisions,
        List<Measured> conditions,
        List<Measured> limiters,
        Answered answered) {
    static final String BEGIN = "<!-- policy figures -->";
    static final String END = "<!-- /policy figures -->";

    private static final List<String> AGENTS = List.of("10", "100", "1000", "10000");
    private static final Map<String, String> LIMITERS = Map.of(
            "LimiterPeersBenchmark.seksInMemory", "seks, in memory",
            "LimiterPeersBenchmark.seksFromBytesToBytes", "seks, from stored bytes to stored bytes",
            "LimiterPeersBenchmark.bucket4jInMemory", "Bucket4j",
            "LimiterPeersBenchmark.resilience4jInMemory", "Resilience4j");

    public Report {
        decisions = List.copyOf(decisions);
        conditions = List.copyOf(conditions);
        limiters = List.copyOf(limiters);
    }

    /** What was not measured by JMH. */
    public record Answered(List<Score> scores, List<ColdStart> starts) {
        public Answered {
            scores = List.copyOf(scores);
            starts = List.copyOf(starts);
        }
    }

    /** The tables. */
    @JsonIgnore
    String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add("`./seks bench policy` on " + machine.at() + ", " + machine.processors() + " of "
                + machine.processor() + ", " + machine.java() + ".");
        lines.add("");
        decisions(lines);
        conditions(lines);
        limiters(lines);
        answers(lines);
        starts(lines);
        return String.join("\n", lines) + "\n";
    }

    /** {@code page} with the tables between the two marks, in the place of what stood there. */
    @JsonIgnore
    String into(String page) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("the page has no lines '" + BEGIN + "' and '" + END + "'");
        }
        return page.substring(0, begin) + BEGIN + "\n" + markdown() + page.substring(end);
    }

    private void decisions(List<String> lines) {
        lines.add("One question, evenly spread over all rules, in ns (and bytes allocated):");
        lines.add("");
        row(lines, "agents", AGENTS.stream().map(Report::grouped).toList(), "ratio at the most");
        row(lines, "---", AGENTS.stream().map(agents -> "---").toList(), "---");
        for (EngineKind engine : EngineKind.values()) {
            row(lines, engine.title(), cells("spread", engine), ratio(engine));
        }
        row(lines, "seks, the same question again", cells("hot", EngineKind.SEKS), "");
        lines.add("");
    }

    private List<String> cells(String method, EngineKind engine) {
        return AGENTS.stream()
                .map(agents -> decisions.stream()
                        .filter(one -> is(one, method, engine, agents))
                        .map(one -> nanos(one.nanos()) + " (" + bytes(one) + ")")
                        .findFirst()
                        .orElse("-"))
                .toList();
    }

    private String ratio(EngineKind engine) {
        OptionalDouble seks = of("spread", EngineKind.SEKS);
        OptionalDouble other = of("spread", engine);
        return seks.isPresent() && other.isPresent() ? times(other.getAsDouble() / seks.getAsDouble()) : "-";
    }

    private OptionalDouble of(String method, EngineKind engine) {
        String most = AGENTS.get(AGENTS.size() - 1);
        return decisions.stream()
                .filter(one -> is(one, method, engine, most))
                .mapToDouble(Measured::nanos)
                .findFirst();
    }

    private static boolean is(Measured one, String method, EngineKind engine, String agents) {
        return one.benchmark().endsWith("." + method)
                && engine.name().equals(one.params().get("engine"))
                && agents.equals(one.params().get("agents"));
    }

    private void conditions(List<String> lines) {
        lines.add("One decision by a rule with a condition, `params.owner == \"acme\" && params.repo in [...]`:");
        lines.add("");
        row(lines, "", List.of("ns", "bytes"), "ratio");
        row(lines, "---", List.of("---", "---"), "---");
        double alone = nanosOf(conditions, "celAlone");
        for (Measured one : conditions) {
            String title =
                    one.benchmark().endsWith(".seks") ? "seks, the whole decision" : "the condition alone, by CEL";
            row(lines, title, List.of(nanos(one.nanos()), bytes(one)), times(one.nanos() / alone));
        }
        lines.add("");
    }

    private void limiters(List<String> lines) {
        lines.add("One admitted request against one limit:");
        lines.add("");
        row(lines, "", List.of("ns", "bytes"), "ratio");
        row(lines, "---", List.of("---", "---"), "---");
        double seks = nanosOf(limiters, "seksInMemory");
        for (Measured one : limiters) {
            String title = LIMITERS.getOrDefault(one.benchmark(), one.benchmark());
            row(lines, title, List.of(nanos(one.nanos()), bytes(one)), times(one.nanos() / seks));
        }
        lines.add("");
    }

    private void answers(List<String> lines) {
        lines.add("The requests of `tests/conformance`:");
        lines.add("");
        row(lines, "", List.of("right", "wrong", "cannot be said in it"), "names the rules");
        row(lines, "---", List.of("---", "---", "---"), "---");
        for (Score score : answered.scores()) {
            row(
                    lines,
                    score.engine(),
                    List.of(
                            String.valueOf(score.right()),
                            String.valueOf(score.wrong().size()),
                            String.valueOf(score.unexpressed())),
                    score.ofNamed() == 0 ? "no" : score.named() + " of " + score.ofNamed());
        }
        lines.add("");
    }

    private void starts(List<String> lines) {
        lines.add("From the start of a command to its end:");
        lines.add("");
        row(lines, "", List.of("median"), "longest of seven");
        row(lines, "---", List.of("---"), "---");
        for (ColdStart start : answered.starts()) {
            row(lines, start.what(), List.of(seconds(start.median())), seconds(start.longest()));
        }
    }

    private static double nanosOf(List<Measured> all, String method) {
        return all.stream()
                .filter(one -> one.benchmark().endsWith("." + method))
                .mapToDouble(Measured::nanos)
                .findFirst()
                .orElse(Double.NaN);
    }

    private static void row(List<String> lines, String title, List<String> cells, String last) {
        lines.add(cells.stream().collect(Collectors.joining(" | ", "| " + title + " | ", " | " + last + " |")));
    }

    private static String nanos(double nanos) {
        return nanos < 100 ? String.format(Locale.ROOT, "%.1f", nanos) : String.format(Locale.ROOT, "%,.0f", nanos);
    }

    private static String bytes(Measured one) {
        return String.format(Locale.ROOT, "%,.0f", Math.abs(one.bytes()));
    }

    private static String times(double ratio) {
        return String.format(Locale.ROOT, ratio < 10 ? "%.2f" : "%,.0f", ratio);
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }

    private static String grouped(String number) {
        return String.format(Locale.ROOT, "%,d", Integer.parseInt(number));
    }
}
