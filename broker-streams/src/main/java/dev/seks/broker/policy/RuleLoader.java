// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.YamlFaulty;
import dev.seks.schemas.yaml.YamlMapping;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the rule lists of services. */
final class RuleLoader {
    /** How many rules a policy may hold. */
    static final int MAX_RULES = 100_000;

    private final Faults faults;
    private final AskingLoader asking;
    private final GuardLoader guards;
    private int count;

    RuleLoader(Faults faults, AskingLoader asking) {
        this.faults = faults;
        this.asking = asking;
        this.guards = new GuardLoader(faults);
    }

    /** The services under {@code path}, which is an agent or a role. */
    RuleBlock block(String path, Fields owner) {
        Map<String, ServiceRules> named = new LinkedHashMap<>();
        List<RuleBlock.Wild> wild = new ArrayList<>();
        owner.fields("services").entries().forEach((service, entry) -> {
            ActionPattern key = ActionPattern.ofName(service);
            ServiceRules rules = service(path + ".services." + service, key.isExact(), Fields.of(entry.value()));
            if (key.isExact()) {
                named.put(service, rules);
            } else if (wild.size() < Language.MAX_SERVICE_PATTERNS) {
                wild.add(new RuleBlock.Wild(key, rules));
            } else {
                faults.add(
                        entry.key(), "more than " + Language.MAX_SERVICE_PATTERNS + " patterns of services in " + path);
            }
        });
        return new RuleBlock(named, wild);
    }

    private ServiceRules service(String path, boolean named, Fields fields) {
        return new ServiceRules(
                list(path, "allow", named, fields),
                list(path, "deny", named, fields),
                list(path, "require_approval", named, fields));
    }

    private List<RuleEntry> list(String path, String key, boolean named, Fields fields) {
        List<YamlNode> items = fields.items(key);
        List<RuleEntry> entries = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            if (++count == MAX_RULES + 1) {
                faults.add(items.get(i), "more than " + MAX_RULES + " rules in one policy");
            }
            String rulePath = path + "." + key + "[" + i + "]";
            entry(rulePath, items.get(i), named, key.equals("require_approval")).ifPresent(entries::add);
        }
        return entries;
    }

    private Optional<RuleEntry> entry(String path, YamlNode node, boolean named, boolean asks) {
        if (node instanceof YamlFaulty) {
            return Optional.empty();
        }
        Fields fields = node instanceof YamlMapping ? Fields.of(node) : Fields.NONE;
        Optional<YamlScalar> pattern =
                node instanceof YamlScalar scalar ? Optional.of(scalar) : fields.scalar("action");
        @Nullable Asking terms = asks ? asking.rule(fields) : null;
        @Nullable Guard guard = guards.guard(fields);
        return pattern.map(text -> new RuleEntry(
                new Rule(path, node.file(), node.line(), text.text()),
                ActionPattern.of(text.text()),
                node.column(),
                named,
                terms,
                guard));
    }
}
