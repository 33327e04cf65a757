// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.oracle;

import dev.seks.broker.oracle.NaivePolicy.Ask;
import dev.seks.broker.oracle.NaivePolicy.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A world in files: the policy and the catalogue that say the same. */
public final class WorldText {
    private static final String PARAMS =
            "{ n: { type: integer, required: true }, owner: { type: string, default: acme }, label: { type: string } }";

    private final World world;
    private final StringBuilder text = new StringBuilder();

    private WorldText(World world) {
        this.world = world;
    }

    public static String policy(World world) {
        return new WorldText(world).policy();
    }

    /** One file for each service, by its name. */
    public static Map<String, String> catalogue(World world) {
        Map<String, String> files = new LinkedHashMap<>();
        world.catalogue().forEach((service, actions) -> files.put(service, serviceFile(service, actions)));
        return files;
    }

    private static String serviceFile(String service, Map<String, String> actions) {
        StringBuilder file = new StringBuilder("service: " + service + "\nbase_url: https://s.example\nactions:");
        file.append(actions.isEmpty() ? " {}\n" : "\n");
        actions.forEach((action, effect) -> file.append("  ")
                .append(action)
                .append(": { summary: go, effect: ")
                .append(effect)
                .append(effect.equals("read") ? ", http: GET /go" : ", http: POST /go")
                .append(", params: ")
                .append(PARAMS)
                .append(" }\n"));
        return file.toString();
    }

    private String policy() {
        NaivePolicy policy = world.policy();
        text.append("version: 1\npeople: { ");
        text.append(RandomWorlds.PEOPLE.stream().map(p -> p + ": {}").collect(Collectors.joining(", ")));
        text.append(" }\ngroups: { ");
        text.append(policy.cast().groups().entrySet().stream()
                .map(g -> g.getKey() + ": " + g.getValue())
                .collect(Collectors.joining(", ")));
        text.append(" }\ndefaults: { approval: { ")
                .append(String.join(", ", said(policy.cast().defaults())))
                .append(" } }\n");
        Set<String> owners = new LinkedHashSet<>();
        policy.agents().forEach(agent -> owners.add("agents." + agent));
        policy.places().forEach(place -> owners.add(place.owner()));
        policy.extended().forEach((owner, roles) -> {
            owners.add(owner);
            roles.forEach(role -> owners.add("roles." + role));
        });
        section("agents", owners);
        section("roles", owners);
        return text.toString();
    }

    private void section(String section, Set<String> owners) {
        List<String> those =
                owners.stream().filter(o -> o.startsWith(section + ".")).toList();
        text.append(section).append(those.isEmpty() ? ": {}\n" : ":\n");
        those.forEach(owner -> owner(owner, owner.substring(section.length() + 1)));
    }

    private void owner(String owner, String name) {
        NaivePolicy policy = world.policy();
        text.append("  \"").append(name).append("\":\n");
        String person = owner.startsWith("agents.") ? policy.cast().owners().get(name) : null;
        if (person != null) {
            text.append("    owner: ").append(person).append('\n');
        }
        if (policy.extended().containsKey(owner)) {
            text.append("    extends: ").append(policy.extended().get(owner)).append('\n');
        }
        List<NaivePolicy.Place> places =
                policy.places().stream().filter(p -> p.owner().equals(owner)).toList();
        text.append("    services:").append(places.isEmpty() ? " {}\n" : "\n");
        places.forEach(this::place);
    }

    private void place(NaivePolicy.Place place) {
        List<Line> lines = world.policy().lines().stream()
                .filter(line -> line.place().equals(place))
                .toList();
        text.append("      \"").append(place.service()).append("\":").append(lines.isEmpty() ? " {}\n" : "\n");
        for (String list : new LinkedHashSet<>(lines.stream().map(Line::list).toList())) {
            text.append("        ").append(list).append(":\n");
            lines.stream()
                    .filter(line -> line.list().equals(list))
                    .forEach(line ->
                            text.append("          - ").append(entry(line)).append('\n'));
        }
    }

    private static String entry(Line line) {
        List<String> said = new ArrayList<>();
        Condition when = line.detail().when();
        if (when != null) {
            said.add("when: '" + when.text() + "'");
        }
        Hours during = line.detail().during();
        if (during != null) {
            said.add("during: { days: ["
                    + during.days().stream()
                            .map(day -> day.name().substring(0, 3).toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "))
                    + "], from: \"" + during.from() + "\", to: \"" + during.to() + "\", zone: \"" + during.zone()
                    + "\" }");
        }
        said.addAll(said(line.detail().ask()));
        String pattern = '"' + line.pattern() + '"';
        return said.isEmpty() ? pattern : "{ action: " + pattern + ", " + String.join(", ", said) + " }";
    }

    private static List<String> said(Ask ask) {
        List<String> said = new ArrayList<>();
        List<String> groups = ask.groups();
        if (groups != null) {
            said.add("approvers: " + (groups.size() == 1 ? groups.get(0) : groups.toString()));
        }
        add(said, "quorum", ask.quorum());
        add(said, "expires_in", ask.minutes() == null ? null : ask.minutes() + "m");
        add(said, "assurance", ask.sso() == null ? null : ask.sso() ? "sso" : "chat");
        add(said, "grantable", ask.grantable());
        return said;
    }

    private static void add(List<String> said, String key, @Nullable Object value) {
        if (value != null) {
            said.add(key + ": " + value);
        }
    }
}
