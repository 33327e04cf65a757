// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.cases;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A policy as a list of lines, read without any code of seks. Patterns of agents and roles that extend roles are followed
 * here, as whoever loads an engine would do it.
 *
 * @param owners of the lines that reach each agent that the policy names
 */
record Sketch(List<Line> lines, Map<String, Set<String>> owners) {

    static Sketch of(String policy) {
        Map<String, Object> file = Yaml.text(policy);
        Map<String, Object> agents = Yaml.mapping(file.get("agents"));
        Map<String, Object> roles = Yaml.mapping(file.get("roles"));
        List<Line> lines = new ArrayList<>();
        agents.forEach((name, body) -> services("agents." + name, Yaml.mapping(body), lines));
        roles.forEach((name, body) -> services("roles." + name, Yaml.mapping(body), lines));
        Map<String, Set<String>> owners = new LinkedHashMap<>();
        agents.forEach((name, body) -> {
            if (!name.contains(Line.WILDCARD)) {
                Set<String> reaching = new LinkedHashSet<>(List.of("agents." + name));
                extend(Yaml.mapping(body), roles, reaching);
                agents.keySet().stream()
                        .filter(other -> other.contains(Line.WILDCARD) && name.matches(Line.regex(other)))
                        .forEach(pattern -> reaching.add("agents." + pattern));
                owners.put(name, reaching);
            }
        });
        return new Sketch(List.copyOf(lines), owners);
    }

    private static void extend(Map<String, Object> body, Map<String, Object> roles, Set<String> reaching) {
        for (String role : Yaml.texts(body.get("extends"))) {
            if (reaching.add("roles." + role)) {
                extend(Yaml.mapping(roles.get(role)), roles, reaching);
            }
        }
    }

    private static void services(String owner, Map<String, Object> body, List<Line> lines) {
        Yaml.mapping(body.get("services")).forEach((service, lists) -> {
            for (Line.Verb verb : Line.Verb.values()) {
                String list = verb.name().toLowerCase(java.util.Locale.ROOT);
                Object entries = Yaml.mapping(lists).get(list);
                if (entries instanceof List<?> rules) {
                    for (int i = 0; i < rules.size(); i++) {
                        String path = owner + ".services." + service + "." + list + "[" + i + "]";
                        lines.add(line(path, owner, verb, service, rules.get(i)));
                    }
                }
            }
        });
    }

    private static Line line(String path, String owner, Line.Verb verb, String service, Object entry) {
        if (entry instanceof String pattern) {
            return new Line(path, owner, verb, service, pattern, Optional.empty(), Optional.empty());
        }
        Map<String, Object> rule = Yaml.mapping(entry);
        return new Line(
                path,
                owner,
                verb,
                service,
                (String) rule.get("action"),
                Optional.ofNullable((String) rule.get("when")),
                Optional.ofNullable(rule.get("during")).map(hours -> OpenHours.of(Yaml.mapping(hours))));
    }

    /** The lines that reach the agent; none for one that the policy does not name. */
    List<Line> reaching(String agent) {
        Set<String> reaching = owners.getOrDefault(agent, Set.of());
        return lines.stream().filter(line -> reaching.contains(line.owner())).toList();
    }

    /** The lines that reach the agent and match the names that are asked for. */
    List<Line> matching(Question question) {
        return reaching(question.agent()).stream()
                .filter(line -> line.matches(question))
                .toList();
    }
}
