// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.yaml.Fault;
import dev.seks.schemas.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds what a policy declares and nothing uses. */
final class Unused {
    private final Fields file;
    private final List<Finding> findings = new ArrayList<>();

    private Unused(Fields file) {
        this.file = file;
    }

    /** The names that are used. */
    record Names(Set<String> roles, Set<String> groups, Set<String> people) {}

    static List<Finding> in(Fields file, Names used, Policy.Agents agents) {
        Unused unused = new Unused(file);
        unused.names("roles", used.roles, "role %s is extended by no agent");
        unused.names("groups", used.groups, "group %s approves nothing");
        unused.names("people", used.people, "person %s is in no group and owns no agent");
        unused.patterns(agents);
        return List.copyOf(unused.findings);
    }

    private void names(String key, Set<String> used, String message) {
        file.fields(key).entries().forEach((name, entry) -> {
            if (!used.contains(name)) {
                add(Finding.Severity.NOTE, entry.key(), String.format(message, name));
            }
        });
    }

    private void patterns(Policy.Agents agents) {
        file.fields("agents").entries().forEach((name, entry) -> {
            if (name.indexOf('*') >= 0
                    && agents.named().keySet().stream().noneMatch(ActionPattern.ofName(name)::matches)) {
                add(Finding.Severity.WARNING, entry.key(), "\"" + name + "\" matches no agent that is listed by name");
            }
        });
    }

    private void add(Finding.Severity severity, YamlScalar at, String message) {
        findings.add(new Finding(severity, new Fault(at.file(), at.line(), at.column(), message)));
    }
}
