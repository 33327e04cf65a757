// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.broker.policy.NaivePolicy.Ask;
import dev.seks.broker.policy.NaivePolicy.Line;
import dev.seks.broker.policy.NaivePolicy.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Small random policies over a small alphabet, so that patterns meet names often. */
final class RandomPolicies {
    static final List<String> AGENTS = List.of("a", "b", "c");
    static final List<String> AGENT_PATTERNS = List.of("*", "b*", "*c");
    static final List<String> ROLES = List.of("r", "q", "p");
    static final List<String> SERVICES = List.of("s", "t", "u");
    static final List<String> SERVICE_PATTERNS = List.of("*", "s*", "*t", "x*");
    static final List<String> GROUPS = List.of("g", "h", "operators");
    static final List<String> LISTS = List.of("allow", "deny", "require_approval");

    private static final Ask PLAIN = new Ask(List.of("operators"), 1, 15, false, null);

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
        String made = pattern.toString();
        return made.contains("*") || made.matches("[a-z][a-z0-9_-]*(\\.[a-z][a-z0-9_-]*)*") ? made : "x";
    }

    private String letter() {
        return random.nextBoolean() ? "x" : "y";
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Rules of one owner and service stand together, in the order in which they are written to a file. */
    NaivePolicy policy() {
        List<String> agents = new ArrayList<>(AGENTS.subList(0, 1 + random.nextInt(2)));
        List<String> owners = new ArrayList<>();
        agents.forEach(agent -> owners.add("agents." + agent));
        AGENT_PATTERNS.stream().filter(p -> random.nextInt(4) == 0).forEach(p -> owners.add("agents." + p));
        List<String> roles = random.nextBoolean() ? List.of() : ROLES.subList(0, 1 + random.nextInt(3));
        roles.forEach(role -> owners.add("roles." + role));
        List<Place> places = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        for (String owner : owners) {
            List<String> services = new ArrayList<>(SERVICES.subList(0, random.nextInt(3)));
            SERVICE_PATTERNS.stream().filter(p -> random.nextInt(6) == 0).forEach(services::add);
            services.forEach(service -> fill(new Place(owner, service), places, lines));
        }
        return new NaivePolicy(agents, places, extended(owners, roles), lines);
    }

    private void fill(Place place, List<Place> places, List<Line> lines) {
        places.add(place);
        for (String list : LISTS) {
            int count = random.nextInt(4);
            for (int i = 0; i < count; i++) {
                lines.add(new Line(place, list, i, pattern(), list.equals("require_approval") ? ask() : null));
            }
        }
    }

    private Ask ask() {
        if (random.nextInt(3) > 0) {
            return PLAIN;
        }
        List<String> groups = GROUPS.stream().filter(g -> random.nextBoolean()).toList();
        groups = groups.isEmpty() ? List.of("h") : groups;
        Boolean grantable = random.nextBoolean() ? null : random.nextBoolean();
        return new Ask(
                groups, groups.size() + random.nextInt(2), 1 + random.nextInt(30), random.nextBoolean(), grantable);
    }

    /** A role extends only roles that stand after it, so that none extends itself. */
    private Map<String, List<String>> extended(List<String> owners, List<String> roles) {
        Map<String, List<String>> extended = new LinkedHashMap<>();
        for (String owner : owners) {
            int after = owner.startsWith("roles.") ? roles.indexOf(owner.substring(6)) + 1 : 0;
            List<String> parents = roles.subList(after, roles.size()).stream()
                    .filter(role -> random.nextBoolean())
                    .toList();
            if (!parents.isEmpty() && !owner.contains("*")) {
                extended.put(owner, parents);
            }
        }
        return extended;
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
            if (random.nextInt(8) > 0) {
                actions.put(
                        service,
                        names.stream()
                                .map(n -> random.nextInt(4) == 0 ? "!" + n : n)
                                .toList());
            }
        }
        return actions;
    }

    /** The file that says the same. */
    static String yaml(NaivePolicy policy) {
        Map<String, Map<String, Map<String, List<String>>>> tree = new LinkedHashMap<>();
        policy.agents().forEach(agent -> tree.put("agents." + agent, new LinkedHashMap<>()));
        policy.places().forEach(place -> service(tree, place));
        policy.extended().forEach((owner, roles) -> {
            tree.computeIfAbsent(owner, k -> new LinkedHashMap<>());
            roles.forEach(role -> tree.computeIfAbsent("roles." + role, k -> new LinkedHashMap<>()));
        });
        for (Line line : policy.lines()) {
            service(tree, line.place())
                    .computeIfAbsent(line.list(), k -> new ArrayList<>())
                    .add(entry(line));
        }
        StringBuilder text = new StringBuilder("version: 1\npeople: { ann: {} }\ngroups: { g: [ann], h: [] }\n");
        for (String section : List.of("agents", "roles")) {
            text.append(section).append(":");
            boolean isEmpty = tree.keySet().stream().noneMatch(owner -> owner.startsWith(section));
            text.append(isEmpty ? " {}\n" : "\n");
            tree.forEach((owner, services) -> {
                if (owner.startsWith(section)) {
                    write(
                            text,
                            owner.substring(section.length() + 1),
                            services,
                            policy.extended().get(owner));
                }
            });
        }
        return text.toString();
    }

    private static Map<String, List<String>> service(
            Map<String, Map<String, Map<String, List<String>>>> tree, Place place) {
        return tree.computeIfAbsent(place.owner(), k -> new LinkedHashMap<>())
                .computeIfAbsent(place.service(), k -> new LinkedHashMap<>());
    }

    private static String entry(Line line) {
        String pattern = '"' + line.pattern() + '"';
        Ask ask = line.ask();
        if (ask == null || ask.equals(PLAIN)) {
            return pattern;
        }
        return "{ action: " + pattern + ", approvers: "
                + (ask.groups().size() == 1 ? ask.groups().get(0) : ask.groups().toString())
                + (ask.quorum() == ask.groups().size() ? "" : ", quorum: " + ask.quorum())
                + ", expires_in: " + ask.minutes() + "m" + (ask.sso() ? ", assurance: sso" : "")
                + (ask.grantable() == null ? "" : ", grantable: " + ask.grantable()) + " }";
    }

    private static void write(
            StringBuilder text, String name, Map<String, Map<String, List<String>>> services, List<String> roles) {
        text.append("  \"").append(name).append("\":\n");
        if (roles != null) {
            text.append("    extends: ").append(roles).append('\n');
        }
        text.append("    services:").append(services.isEmpty() ? " {}\n" : "\n");
        services.forEach((service, lists) -> {
            text.append("      \"").append(service).append("\":").append(lists.isEmpty() ? " {}\n" : "\n");
            lists.forEach((list, entries) -> text.append("        ")
                    .append(list)
                    .append(": ")
                    .append(entries)
                    .append('\n'));
        });
    }
}
