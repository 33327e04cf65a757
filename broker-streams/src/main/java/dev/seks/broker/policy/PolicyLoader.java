// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.SourceFile;
import dev.seks.schemas.yaml.YamlMapping;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a policy file into its model, or into the full list of what is wrong with it. */
final class PolicyLoader {
    private final Faults faults = new Faults();

    Policy.Result load(SourceFile file) {
        YamlNode root = YamlReader.read(file, faults);
        Optional<YamlMapping> fitting = root == null ? Optional.empty() : new FormReader(faults).read(root);
        Optional<Policy> policy = fitting.map(mapping -> policy(Fields.of(mapping)));
        return faults.isEmpty() && policy.isPresent()
                ? new Policy.Loaded(policy.get())
                : new Policy.Faulty(faults.sorted());
    }

    private Policy policy(Fields file) {
        PeopleLoader peopleLoader = new PeopleLoader(faults);
        Map<String, Person> people = peopleLoader.people(file);
        Map<String, List<String>> groups = peopleLoader.groups(file, people.keySet());
        AskingLoader asking = new AskingLoader(groups.keySet(), faults);
        asking.defaults(file.fields("defaults").fields("approval"));
        RuleLoader rules = new RuleLoader(faults, asking);
        RoleLoader roles = new RoleLoader(faults);
        roles.read(file, rules);
        AgentLoader agentLoader = new AgentLoader(rules, roles, peopleLoader, faults);
        Policy.Agents agents = new Policy.Agents(agentLoader.agents(file, people.keySet()), agentLoader.patterns(file));
        Unused.Names used = new Unused.Names(roles.used(), asking.used(), peopleLoader.used());
        return new Policy(
                file.text("domain").orElse(Policy.DEFAULT_DOMAIN),
                settings(file.fields("defaults")),
                new Policy.Cast(people, groups),
                agents,
                new Policy.Rest(
                        LimitLoader.limits(file, faults),
                        new TestLoader(faults).tests("tests", file.items("tests")),
                        Stream.concat(Unused.in(file, used, agents).stream(), asking.findings().stream())
                                .toList()));
    }

    private static Policy.Settings settings(Fields defaults) {
        Fields grants = defaults.fields("grants");
        Duration executeWithin = defaults.span("execute_within").orElse(Defaults.EXECUTE_WITHIN);
        return new Policy.Settings(
                executeWithin,
                new GrantBounds(
                        grants.span("max_ttl").orElse(GrantBounds.BUILT_IN.maxTtl()),
                        grants.whole("max_uses").orElse(GrantBounds.BUILT_IN.maxUses())),
                defaults.whole("max_open_approvals").orElse(Defaults.MAX_OPEN_APPROVALS));
    }
}
