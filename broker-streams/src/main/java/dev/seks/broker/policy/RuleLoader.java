// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the rule lists of one service. */
final class RuleLoader {
    /** How many rules a policy may hold. */
    static final int MAX_RULES = 100_000;

    /** How many entries one list may hold. */
    static final int MAX_ENTRIES = 1_000;

    private static final Set<String> KEYS = Set.of("allow", "deny", "require_approval");

    private final Faults faults;
    private int count;

    RuleLoader(Faults faults) {
        this.faults = faults;
    }

    ServiceRules service(String path, String service, YamlNode node) {
        Optional<YamlFields> fields = YamlFields.of(node, "service " + service, KEYS, faults);
        return new ServiceRules(
                list(path, "allow", fields), list(path, "deny", fields), list(path, "require_approval", fields));
    }

    private List<RuleEntry> list(String path, String key, Optional<YamlFields> fields) {
        List<YamlNode> items = fields.map(f -> f.items(key)).orElse(List.of());
        if (items.size() > MAX_ENTRIES) {
            faults.add(
                    items.get(MAX_ENTRIES), key + " has " + items.size() + " entries, expected at most " + MAX_ENTRIES);
            return List.of();
        }
        List<RuleEntry> entries = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            entry(path + "." + key + "[" + i + "]", items.get(i)).ifPresent(entries::add);
        }
        return entries;
    }

    /** One entry of a list, which is a pattern. */
    private Optional<RuleEntry> entry(String path, YamlNode node) {
        if (++count == MAX_RULES + 1) {
            faults.add(node, "more than " + MAX_RULES + " rules in one policy");
        }
        if (!(node instanceof YamlScalar)) {
            faults.add(node, "a rule is " + node.described() + ", expected a pattern such as \"repos.*\"");
            return Optional.empty();
        }
        return YamlFields.text(node, "a pattern", faults)
                .filter(this::isPattern)
                .map(pattern -> {
                    Rule rule = new Rule(path, pattern.file(), pattern.line(), pattern.text());
                    return new RuleEntry(rule, ActionPattern.of(pattern.text()), pattern.column());
                });
    }

    private boolean isPattern(YamlScalar text) {
        if (ActionPattern.isPattern(text.text())) {
            return true;
        }
        faults.add(
                text,
                "pattern " + text.described() + ", expected an action such as repos.get, in a-z, 0-9, _, - and dots,"
                        + " at most 128 characters, with at most " + ActionPattern.MAX_STARS + " * for any text");
        return false;
    }
}
