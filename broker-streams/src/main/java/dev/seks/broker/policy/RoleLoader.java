// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads roles and follows what extends what. */
final class RoleLoader {
    /** How many roles may reach one agent, directly or through others. */
    static final int MAX_REACHING = 100;

    private final Faults faults;
    private final Map<String, RuleBlock> blocks = new LinkedHashMap<>();
    private final Map<String, List<YamlScalar>> parents = new LinkedHashMap<>();
    private final Set<String> faulty = new HashSet<>();
    private final Set<String> used = new HashSet<>();

    RoleLoader(Faults faults) {
        this.faults = faults;
    }

    void read(Fields policy, RuleLoader rules) {
        policy.fields("roles").entries().forEach((name, entry) -> {
            Fields role = Fields.of(entry.value());
            blocks.put(name, rules.block("roles." + name, role));
            parents.put(name, role.scalars("extends"));
        });
        parents.values().forEach(this::requireKnown);
        Set<String> done = new HashSet<>();
        parents.keySet().forEach(role -> refuseCycles(role, new LinkedHashSet<>(), done));
    }

    /** The rules of all roles that an agent extends, those that roles extend among them. */
    List<RuleBlock> extended(Fields agent) {
        List<YamlScalar> names = agent.scalars("extends");
        requireKnown(names);
        Set<String> reached = new LinkedHashSet<>();
        names.forEach(name -> reach(name.text(), reached));
        if (reached.size() > MAX_REACHING) {
            faults.add(names.get(0), reached.size() + " roles are extended, expected at most " + MAX_REACHING);
            return List.of();
        }
        List<RuleBlock> rules = new ArrayList<>();
        reached.forEach(name -> rules.add(blocks.get(name)));
        used.addAll(reached);
        return rules;
    }

    /** The roles that reach an agent that has been read. */
    Set<String> used() {
        return used;
    }

    private void requireKnown(List<YamlScalar> names) {
        for (YamlScalar name : names) {
            if (!blocks.containsKey(name.text())) {
                faults.add(
                        name,
                        "unknown role " + name.described() + faults.didYouMean(name.text(), blocks.keySet())
                                + ", expected one of roles");
            }
        }
    }

    private void reach(String role, Set<String> reached) {
        if (reached.size() <= MAX_REACHING && blocks.containsKey(role) && reached.add(role)) {
            parents.get(role).forEach(parent -> reach(parent.text(), reached));
        }
    }

    private void refuseCycles(String role, Set<String> path, Set<String> done) {
        if (done.contains(role) || !parents.containsKey(role)) {
            return;
        }
        path.add(role);
        for (YamlScalar parent : parents.get(role)) {
            if (path.contains(parent.text())) {
                if (faulty.add(parent.text())) {
                    faults.add(parent, "role " + parent.text() + " extends itself through " + String.join(", ", path));
                }
            } else {
                refuseCycles(parent.text(), path, done);
            }
        }
        path.remove(role);
        done.add(role);
    }
}
