// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists all that a policy says beside its rules, with what holds where it says nothing. */
final class PolicyFacts {
    private final List<Fact> facts = new ArrayList<>();

    private PolicyFacts() {}

    static List<Fact> of(Policy policy) {
        PolicyFacts all = new PolicyFacts();
        all.common(policy);
        policy.agents().named().forEach(all::agent);
        return List.copyOf(all.facts);
    }

    private void common(Policy policy) {
        Policy.Settings settings = policy.settings();
        add("domain", policy.domain());
        add("defaults.execute_within", Grammar.told(settings.executeWithin()));
        add("defaults.grants.max_ttl", Grammar.told(settings.grants().maxTtl()));
        add("defaults.grants.max_uses", "" + settings.grants().maxUses());
        add("defaults.max_open_approvals", "" + settings.maxOpenApprovals());
        policy.people()
                .values()
                .forEach(person -> add(
                        "people." + person.id(),
                        Stream.of(Optional.of(person.name()), person.slack(), person.email())
                                .flatMap(Optional::stream)
                                .collect(Collectors.joining(", "))));
        policy.groups()
                .forEach((group, members) -> add(
                        "groups." + group,
                        members.isEmpty() ? "nobody" : members.stream().sorted().collect(Collectors.joining(", "))));
        Limits limits = policy.limits();
        limits.global().forEach(this::limit);
        limits.perAgent().forEach(this::limit);
        limits.perService().forEach(keyed -> keyed.limits().forEach(this::limit));
        limits.perAction().forEach(keyed -> keyed.limits().forEach(this::limit));
        policy.agents().patterns().forEach(pattern -> pattern.limits().forEach(this::limit));
    }

    private void agent(String name, AgentPolicy agent) {
        Optional<String> owned = Optional.of(name);
        facts.add(new Fact(owned, "agent", "listed"));
        agent.owner().ifPresent(owner -> facts.add(new Fact(owned, "owner", owner)));
        agent.keys()
                .ifPresent(keys -> facts.add(new Fact(
                        owned,
                        "keys",
                        keys.isEmpty()
                                ? "none"
                                : keys.stream().map(PolicyFacts::told).sorted().collect(Collectors.joining(", ")))));
        String path = "agents." + name + ".";
        agent.limits()
                .forEach(limit -> facts.add(new Fact(owned, limit.path().substring(path.length()), amount(limit))));
    }

    private static String told(SigningKey key) {
        return key instanceof SigningKey.Ed25519 publicKey
                ? publicKey.key().keyId()
                : SigningKey.HMAC + ((SigningKey.Hmac) key).version();
    }

    private void limit(Limit limit) {
        add(limit.path(), amount(limit));
    }

    private static String amount(Limit limit) {
        return limit.unit().told(limit.max());
    }

    private void add(String what, String value) {
        facts.add(new Fact(Optional.empty(), what, value));
    }
}
