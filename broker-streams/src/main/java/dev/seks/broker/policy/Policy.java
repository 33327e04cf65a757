// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.yaml.Fault;
import dev.seks.schemas.yaml.SourceFile;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A policy of version 1 as its file says it, free of faults. */
public final class Policy {
    /** The domain of a policy that names none. */
    public static final String DEFAULT_DOMAIN = "default";

    private final String domain;
    private final Settings settings;
    private final Cast cast;
    private final Agents agents;
    private final Rest rest;

    /** What reading a policy file came to. */
    public sealed interface Result {}

    /** What holding a policy against a catalogue came to. */
    public sealed interface Compilation {}

    /** The file is right. */
    public record Loaded(Policy policy) implements Result {}

    /** The policy fits the catalogue. */
    public record Compiled(CompiledPolicy policy) implements Compilation {}

    /** The file is wrong, or does not fit the catalogue; all faults, by line and column. */
    public record Faulty(List<Fault> faults) implements Result, Compilation {
        public Faulty {
            faults = List.copyOf(faults);
        }
    }

    /** How long things may take, and how many may wait. */
    record Settings(Duration executeWithin, GrantBounds grants, int maxOpenApprovals) {}

    /** People by id, and the members of each group. */
    record Cast(Map<String, Person> people, Map<String, List<String>> groups) {
        Cast {
            people = Collections.unmodifiableMap(new LinkedHashMap<>(people));
            groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
        }
    }

    /** Agents by name, and what is added to those whose names match a pattern. */
    record Agents(Map<String, AgentPolicy> named, List<AgentPattern> patterns) {
        Agents {
            named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
            patterns = List.copyOf(patterns);
        }
    }

    /** Limits outside the agents, the file's own tests, and what is declared and never used. */
    record Rest(Limits limits, List<PolicyTest> tests, List<Finding> unused) {
        Rest {
            tests = List.copyOf(tests);
            unused = List.copyOf(unused);
        }
    }

    Policy(String domain, Settings settings, Cast cast, Agents agents, Rest rest) {
        this.domain = domain;
        this.settings = settings;
        this.cast = cast;
        this.agents = agents;
        this.rest = rest;
    }

    /** Reads a policy file strictly. */
    public static Result load(SourceFile file) {
        return new PolicyLoader().load(file);
    }

    public String domain() {
        return domain;
    }

    /** The people it lists, by id, in the order of the file. */
    public Map<String, Person> people() {
        return cast.people;
    }

    /** The ids of the members of each group, in the order of the file; the reserved group operators is not among them. */
    public Map<String, List<String>> groups() {
        return cast.groups;
    }

    /** The names of its agents, in the order of the file. */
    public Set<String> agentNames() {
        return agents.named.keySet();
    }

    /** All that it says beside its rules. */
    public List<Fact> facts() {
        return PolicyFacts.of(this);
    }

    /** The first rule that asks the reserved group operators, whose people stand in the bundle and not in the file. */
    public Optional<Rule> needsOperators() {
        return blocks().stream()
                .flatMap(block -> block.all().stream())
                .flatMap(rules -> rules.requireApproval().stream())
                .filter(entry -> entry.asking().requirement().everyGroup().contains(Defaults.OPERATORS))
                .map(RuleEntry::rule)
                .min(Comparator.comparingInt(Rule::line));
    }

    Settings settings() {
        return settings;
    }

    Agents agents() {
        return agents;
    }

    Limits limits() {
        return rest.limits;
    }

    /** The tests that stand in the file itself, in its order. */
    public List<PolicyTest> tests() {
        return rest.tests;
    }

    /** What is not wrong but most likely not meant, whatever the catalogue, in the order of the file. */
    public List<Finding> findings() {
        return new PolicyReview(this).findings();
    }

    List<Finding> unused() {
        return rest.unused;
    }

    /** Every block of rules, each once, in the order in which agents, patterns and roles lead to them. */
    Set<RuleBlock> blocks() {
        Set<RuleBlock> blocks = new LinkedHashSet<>();
        agents.named.values().forEach(agent -> blocks.addAll(agent.rules()));
        agents.patterns.forEach(pattern -> blocks.add(pattern.rules()));
        return blocks;
    }

    /**
     * The form that rules on requests, for the actions of this catalogue; faulty where a condition does not fit an action
     * that it can reach.
     */
    public Compilation compileFor(ActionCatalogue catalogue) {
        ConditionCheck.Result checked = ConditionCheck.of(this, catalogue);
        return checked.faults().isEmpty()
                ? new Compiled(new PolicyCompiler(this, catalogue, PolicyCompiler.NORMAL).compile(checked.conditions()))
                : new Faulty(checked.faults());
    }

    /** The same for a policy that is known to fit. */
    public CompiledPolicy compile(ActionCatalogue catalogue) {
        if (compileFor(catalogue) instanceof Compiled compiled) {
            return compiled.policy();
        }
        throw new IllegalArgumentException("the policy does not fit the catalogue");
    }
}
