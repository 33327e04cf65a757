// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.catalogue.Names;
import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.SourceFile;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlMapping;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlReader;
import dev.seks.schemas.yaml.YamlScalar;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a policy file into its model, or into the full list of what is wrong with it. */
final class PolicyLoader {
    static final int MAX_AGENTS = 10_000;

    /** How many different services the agents of a policy may name, as many as a catalogue may define. */
    static final int MAX_SERVICES = 256;

    private static final Set<String> POLICY_KEYS = Set.of("version", "domain", "agents", "rate_limits");
    private static final Set<String> AGENT_KEYS = Set.of("services", "rate_limits");
    private static final String NAME_GRAMMAR = "expected a-z, 0-9, _ and -, a letter first, at most 64 characters";

    private final Faults faults = new Faults();
    private final RuleLoader rules = new RuleLoader(faults);
    private final LimitLoader limits = new LimitLoader(faults);
    private final Set<String> serviceNames = new HashSet<>();

    Policy.Result load(SourceFile file) {
        YamlNode root = YamlReader.read(file, faults);
        Optional<Policy> policy = root == null
                ? Optional.empty()
                : YamlFields.of(root, "the policy", POLICY_KEYS, faults).map(this::policy);
        return faults.isEmpty() && policy.isPresent()
                ? new Policy.Loaded(policy.get())
                : new Policy.Faulty(faults.sorted());
    }

    private Policy policy(YamlFields fields) {
        fields.required("version").ifPresent(this::version);
        Optional<YamlScalar> domain = fields.text("domain");
        domain.filter(d -> !Names.isDomain(d.text()))
                .ifPresent(d -> faults.add(d, "domain " + d.described() + ", " + NAME_GRAMMAR));
        fields.required("agents");
        Map<String, YamlMapping.Entry> entries = fields.entries("agents");
        if (entries.size() > MAX_AGENTS) {
            faults.add(fields.node(), entries.size() + " agents, expected at most " + MAX_AGENTS);
            entries = Map.of();
        }
        Map<String, AgentPolicy> agents = new LinkedHashMap<>();
        entries.forEach((name, entry) -> agents.put(name, agent(name, entry)));
        return new Policy(
                domain.map(YamlScalar::text).orElse(Policy.DEFAULT_DOMAIN),
                agents,
                fields.any("rate_limits").map(limits::rateLimits).orElse(RateLimits.NONE));
    }

    private void version(YamlNode node) {
        if (!(node instanceof YamlScalar scalar)
                || !scalar.plain()
                || !scalar.text().equals("1")) {
            faults.add(node, "version is " + node.described() + ", expected 1");
        }
    }

    private AgentPolicy agent(String name, YamlMapping.Entry entry) {
        if (!Names.isAgent(name)) {
            faults.add(entry.key(), "agent " + entry.key().described() + ", " + NAME_GRAMMAR);
        }
        String path = "agents." + name;
        Optional<YamlFields> fields = YamlFields.of(entry.value(), "agent " + name, AGENT_KEYS, faults);
        if (fields.isEmpty()) {
            return new AgentPolicy(Map.of(), List.of());
        }
        Map<String, ServiceRules> services = new LinkedHashMap<>();
        fields.get().entries("services").forEach((service, rulesEntry) -> {
            if (!Names.isService(service)) {
                faults.add(rulesEntry.key(), "service " + rulesEntry.key().described() + ", " + NAME_GRAMMAR);
            }
            if (serviceNames.add(service) && serviceNames.size() == MAX_SERVICES + 1) {
                faults.add(rulesEntry.key(), "more than " + MAX_SERVICES + " different services in one policy");
            }
            services.put(service, rules.service(path + ".services." + service, service, rulesEntry.value()));
        });
        List<Limit> own = fields.get()
                .any("rate_limits")
                .map(node -> limits.limits(path + ".rate_limits", node))
                .orElse(List.of());
        return new AgentPolicy(services, own);
    }
}
