// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.broker.policy.NaivePolicy.Line;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Small random policies over a small alphabet, so that patterns meet names often. */
final class RandomPolicies {
    static final List<String> AGENTS = List.of("a", "b", "c");
    static final List<String> SERVICES = List.of("s", "t", "u");
    static final List<String> LISTS = List.of("allow", "deny", "require_approval");

    private final Random random;

    RandomPolicies(Random random) {
        this.random = random;
    }

    String action() {
        StringBuilder name = new StringBuilder(letter());
        int length = random.nextInt(6);
        for (int i = 0; i < length; i++) {
            name.append(random.nextInt(4) == 0 ? "." + letter() : letter());
        }
        return name.toString();
    }

    private String pattern() {
        StringBuilder pattern = new StringBuilder(action());
        int stars = random.nextInt(5);
        for (int i = 0; i < stars; i++) {
            int at = random.nextInt(pattern.length() + 1);
            int end = Math.min(pattern.length(), at + random.nextInt(3));
            pattern.replace(at, end, "*");
        }
        return pattern.toString();
    }

    private String letter() {
        return random.nextBoolean() ? "x" : "y";
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Rules of one agent and service stand together, in the order in which they are written to a file. */
    NaivePolicy policy() {
        List<Line> lines = new ArrayList<>();
        for (String agent : AGENTS.subList(0, 1 + random.nextInt(2))) {
            for (String service : SERVICES.subList(0, 1 + random.nextInt(2))) {
                for (String list : LISTS) {
                    int count = random.nextInt(4);
                    for (int i = 0; i < count; i++) {
                        String pattern = pattern();
                        lines.add(new Line(agent, service, list, i, valid(pattern) ? pattern : "x"));
                    }
                }
            }
        }
        return new NaivePolicy(lines);
    }

    private static boolean valid(String pattern) {
        return pattern.contains("*") || pattern.matches("[a-z][a-z0-9_-]*(\\.[a-z][a-z0-9_-]*)*");
    }

    /** Actions of the catalogue by service; {@code !} marks a credential action. */
    Map<String, List<String>> actions() {
        Map<String, List<String>> actions = new LinkedHashMap<>();
        for (String service : SERVICES) {
            Set<String> names = new LinkedHashSet<>();
            int count = random.nextInt(8);
            for (int i = 0; i < count; i++) {
                names.add(action());
            }
            actions.put(
                    service,
                    names.stream()
                            .map(n -> random.nextInt(4) == 0 ? "!" + n : n)
                            .toList());
        }
        return actions;
    }

    static Set<String> credentialActions(Map<String, List<String>> actions) {
        Set<String> names = new HashSet<>();
        actions.forEach((service, list) ->
                list.stream().filter(a -> a.startsWith("!")).forEach(a -> names.add(service + "/" + a.substring(1))));
        return names;
    }

    static String yaml(NaivePolicy policy) {
        Map<String, Map<String, Map<String, List<String>>>> tree = new LinkedHashMap<>();
        for (Line line : policy.lines()) {
            tree.computeIfAbsent(line.agent(), k -> new LinkedHashMap<>())
                    .computeIfAbsent(line.service(), k -> new LinkedHashMap<>())
                    .computeIfAbsent(line.list(), k -> new ArrayList<>())
                    .add('"' + line.pattern() + '"');
        }
        StringBuilder text = new StringBuilder("version: 1\nagents:" + (tree.isEmpty() ? " {}" : "") + "\n");
        tree.forEach((agent, services) -> {
            text.append("  ").append(agent).append(":\n    services:\n");
            services.forEach((service, lists) -> {
                text.append("      ").append(service).append(":\n");
                lists.forEach((list, patterns) -> text.append("        ")
                        .append(list)
                        .append(": ")
                        .append(patterns)
                        .append('\n'));
            });
        });
        return text.toString();
    }
}
