// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.signature.Ed25519PublicKey;
import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.YamlMapping;
import dev.seks.schemas.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads agents, and the patterns that add to them. */
final class AgentLoader {
    private static final Set<String> PATTERN_KEYS = Set.of("services", "rate_limits");

    private final RuleLoader rules;
    private final RoleLoader roles;
    private final PeopleLoader people;
    private final Faults faults;
    private final Map<String, String> keyOwners = new HashMap<>();

    AgentLoader(RuleLoader rules, RoleLoader roles, PeopleLoader people, Faults faults) {
        this.rules = rules;
        this.roles = roles;
        this.people = people;
        this.faults = faults;
    }

    /** The agents listed by name. */
    Map<String, AgentPolicy> agents(Fields policy, Set<String> knownPeople) {
        Map<String, AgentPolicy> agents = new LinkedHashMap<>();
        policy.fields("agents").entries().forEach((name, entry) -> {
            if (name.indexOf('*') < 0) {
                agents.put(name, agent(name, Fields.of(entry.value()), knownPeople));
            }
        });
        return agents;
    }

    /** What stands under patterns of names. */
    List<AgentPattern> patterns(Fields policy) {
        List<AgentPattern> patterns = new ArrayList<>();
        policy.fields("agents").entries().forEach((name, entry) -> {
            if (name.indexOf('*') >= 0) {
                patterns.add(pattern(name, entry));
                if (patterns.size() == Language.MAX_AGENT_PATTERNS + 1) {
                    faults.add(entry.key(), "more than " + Language.MAX_AGENT_PATTERNS + " patterns of agents");
                }
            }
        });
        return patterns;
    }

    private AgentPattern pattern(String name, YamlMapping.Entry entry) {
        String path = "agents." + name;
        Fields fields = Fields.of(entry.value());
        fields.entries().forEach((key, value) -> {
            if (!PATTERN_KEYS.contains(key)) {
                faults.add(
                        value.key(), key + " under the pattern \"" + name + "\", expected only rate_limits, services");
            }
        });
        return new AgentPattern(ActionPattern.ofName(name), rules.block(path, fields), LimitLoader.own(path, fields));
    }

    private AgentPolicy agent(String name, Fields fields, Set<String> knownPeople) {
        String path = "agents." + name;
        List<RuleBlock> blocks = new ArrayList<>();
        RuleBlock own = rules.block(path, fields);
        if (!own.isEmpty()) {
            blocks.add(own);
        }
        blocks.addAll(roles.extended(fields));
        return new AgentPolicy(
                blocks, people.owner(fields, knownPeople), keys(name, fields), LimitLoader.own(path, fields));
    }

    /** INVARIANT: no key signs for two agents. */
    private Optional<List<SigningKey>> keys(String agent, Fields fields) {
        if (!fields.has("keys")) {
            return Optional.empty();
        }
        List<SigningKey> keys = new ArrayList<>();
        for (YamlScalar key : fields.scalars("keys")) {
            boolean shared = key.text().startsWith(SigningKey.HMAC);
            String other = keyOwners.putIfAbsent(shared ? agent + " " + key.text() : key.text(), agent);
            if (other != null) {
                faults.add(key, "key is a key of agent " + other + " already, expected another");
            } else if (shared) {
                keys.add(new SigningKey.Hmac(Integer.parseInt(key.text().substring(SigningKey.HMAC.length()))));
            } else {
                Ed25519PublicKey.parse(key.text())
                        .ifPresentOrElse(
                                known -> keys.add(new SigningKey.Ed25519(known)),
                                () -> faults.add(key, "key is no safe point of Ed25519, expected a public key"));
            }
        }
        return Optional.of(keys);
    }
}
