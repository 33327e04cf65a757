// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.oracle;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Limits and budgets of every level, and what a call takes from each of them. */
public record Levels(List<Level> all) {
    private static final Map<String, Long> PERIODS =
            Map.of("second", 1_000L, "minute", 60_000L, "hour", 3_600_000L, "day", 86_400_000L);

    /** Something an agent asks for, and what it costs in millionths of a dollar. */
    public record Call(String agent, String service, String action, long cost) {}

    /** One limit of a policy: a section of the file, the agent, service or action it is for, its period and maximum. */
    public record Level(String section, String match, boolean money, String period, long max) {
        /** Where it stands in the file. */
        String name() {
            String where = switch (section) {
                case "own" -> "agents." + match + "." + kind();
                case "global", "per_agent" -> kind() + "." + section;
                default -> kind() + "." + section + "." + match;
            };
            return where + "." + key();
        }

        private String kind() {
            return money ? "budgets" : "rate_limits";
        }

        private String key() {
            return (money ? "usd_per_" : "requests_per_") + period;
        }

        private String value() {
            return money ? BigDecimal.valueOf(max, 6).stripTrailingZeros().toPlainString() : String.valueOf(max);
        }

        private boolean isFor(Call call) {
            return switch (section) {
                case "own" -> Glob.matches(match, call.agent());
                case "per_service" -> Glob.matches(match, call.service());
                case "per_action" -> Glob.matches(match, call.service() + "." + call.action());
                default -> true;
            };
        }

        /** Whose it is: what has the same owner, unit and period is counted once. */
        private String owner(Call call) {
            return switch (section) {
                case "global" -> "global";
                case "per_agent", "own" -> "agent/" + call.agent();
                case "per_service" -> "service/" + call.service();
                default -> "action/" + call.service() + "." + call.action();
            };
        }
    }

    /** What a call takes from one limit. */
    public record Take(String name, String owner, String key, long max, long windowMs, long weight) {
        /** How much longer than from an exact log an admission may be held against the next one. */
        long slackMs() {
            return windowMs == 1_000 ? 19 : windowMs / 60 - 1;
        }

        String window() {
            return key + " " + windowMs;
        }
    }

    /** What is free takes nothing from a budget. */
    public List<Take> takes(Call call) {
        List<Take> takes = new ArrayList<>();
        for (Level level : all) {
            long weight = level.money() ? call.cost() : 1;
            if (level.isFor(call) && weight > 0) {
                String owner = level.owner(call);
                String key = level.money() ? "usd/" + owner : owner;
                long windowMs = PERIODS.get(level.period());
                takes.add(new Take(level.name(), owner, key, level.max(), windowMs, weight));
            }
        }
        return takes;
    }

    /** Some limits of every section, with small maxima. */
    static Levels random(Random random) {
        List<Level> candidates = List.of(
                new Level("global", "", false, "second", 3 + random.nextInt(6)),
                new Level("global", "", false, "minute", 20 + random.nextInt(30)),
                new Level("global", "", true, "day", 10_000L * (5_000 + random.nextInt(50_000))),
                new Level("per_agent", "", false, "minute", 10 + random.nextInt(20)),
                new Level("per_agent", "", false, "hour", 100 + random.nextInt(300)),
                new Level("own", "a", false, "minute", 8 + random.nextInt(20)),
                new Level("own", "a", true, "hour", 10_000L * (5 + random.nextInt(300))),
                new Level("own", "b*", false, "hour", 50 + random.nextInt(300)),
                new Level("per_service", "s", false, "minute", 10 + random.nextInt(30)),
                new Level("per_service", "*", false, "day", 400 + random.nextInt(4_000)),
                new Level("per_action", "s.buy", false, "hour", 30 + random.nextInt(100)),
                new Level("per_action", "*.get", false, "minute", 5 + random.nextInt(20)),
                new Level("per_action", "*.buy", true, "minute", 10_000L * (20 + random.nextInt(300))));
        return new Levels(
                candidates.stream().filter(level -> random.nextInt(4) > 0).toList());
    }

    /** A policy in which agents a and b may do everything but {@code never}, {@code wait} with approval, under these limits. */
    public String policy() {
        StringBuilder text = new StringBuilder("version: 1\ndefaults: { max_open_approvals: 10000 }\nagents:\n");
        for (String agent : List.of("a", "b", "b*")) {
            text.append("  \"").append(agent).append("\":\n");
            text.append("    services: { \"*\": { allow: [\"*\"], deny: [never], require_approval: [wait] } }\n");
            section(text, "    ", "own", agent);
        }
        for (boolean money : new boolean[] {false, true}) {
            text.append(money ? "budgets:\n" : "rate_limits:\n");
            for (String section : List.of("global", "per_agent")) {
                text.append("  ")
                        .append(section)
                        .append(": ")
                        .append(windows(section, "", money))
                        .append('\n');
            }
            for (String section : List.of("per_service", "per_action")) {
                Map<String, String> matches = new LinkedHashMap<>();
                all.stream()
                        .filter(level -> level.section().equals(section) && level.money() == money)
                        .forEach(level -> matches.put(level.match(), windows(section, level.match(), money)));
                text.append("  ").append(section).append(matches.isEmpty() ? ": {}\n" : ":\n");
                matches.forEach((match, windows) -> text.append("    \"")
                        .append(match)
                        .append("\": ")
                        .append(windows)
                        .append('\n'));
            }
        }
        return text.toString();
    }

    private void section(StringBuilder text, String indent, String section, String match) {
        text.append(indent)
                .append("rate_limits: ")
                .append(windows(section, match, false))
                .append('\n');
        if (!match.contains("*")) {
            text.append(indent)
                    .append("budgets: ")
                    .append(windows(section, match, true))
                    .append('\n');
        }
    }

    private String windows(String section, String match, boolean money) {
        List<String> windows = all.stream()
                .filter(level ->
                        level.section().equals(section) && level.match().equals(match) && level.money() == money)
                .map(level -> level.key() + ": " + level.value())
                .toList();
        return "{ " + String.join(", ", windows) + " }";
    }
}
