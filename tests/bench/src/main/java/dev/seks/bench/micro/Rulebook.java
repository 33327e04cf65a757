// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.micro;

import dev.seks.broker.policy.CompiledPolicy;
import dev.seks.broker.policy.Policy;
import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.yaml.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A policy of any size, regular enough to be written for every engine alike, and questions to ask it.
 *
 * <p>Each agent has the same number of services, and each of these the same number of patterns: half allow, a quarter
 * deny, a quarter ask; half of the patterns end in a wildcard.
 *
 * @param patterns of each agent's service
 */
record Rulebook(int agents, int services, int patterns) {
    private static final int SEED = 20260105;

    /** What a question asks. */
    record Question(String agent, String service, String action) {}

    /** A rule, as every engine gets it. */
    record Rule(String effect, String pattern) {}

    List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < patterns; i++) {
            String effect = i % 4 == 3 ? "deny" : i % 4 == 1 ? "require_approval" : "allow";
            rules.add(new Rule(effect, "thing" + i + (i % 2 == 0 ? ".*" : ".get")));
        }
        return rules;
    }

    /** The policy in force, compiled for the actions that the questions ask for. */
    CompiledPolicy compiled() {
        Policy.Result policy = Policy.load(new SourceFile("seks-policy.yaml", policy()));
        List<SourceFile> files = new ArrayList<>();
        for (int service = 0; service < services; service++) {
            files.add(new SourceFile("service" + service + ".yaml", catalogue(service)));
        }
        ActionCatalogue.Result catalogue = ActionCatalogue.load(files);
        if (policy instanceof Policy.Loaded loaded && catalogue instanceof ActionCatalogue.Loaded actions) {
            return loaded.policy().compile(actions.catalogue());
        }
        throw new IllegalStateException("the benchmark's own policy is faulty: " + policy + catalogue);
    }

    /** Questions spread evenly over agents, services and actions, always the same. */
    Question[] questions(int count) {
        Random random = new Random(SEED);
        Question[] questions = new Question[count];
        for (int i = 0; i < count; i++) {
            questions[i] = new Question(
                    "agent" + random.nextInt(agents),
                    "service" + random.nextInt(services),
                    "thing" + random.nextInt(patterns) + (random.nextBoolean() ? ".get" : ".list"));
        }
        return questions;
    }

    private String policy() {
        StringBuilder text = new StringBuilder("version: 1\nagents:\n");
        for (int agent = 0; agent < agents; agent++) {
            text.append("  agent").append(agent).append(":\n    services:\n");
            for (int service = 0; service < services; service++) {
                text.append("      service").append(service).append(":\n");
                for (String effect : List.of("allow", "deny", "require_approval")) {
                    text.append("        ").append(effect).append(": [");
                    rules().stream()
                            .filter(rule -> rule.effect().equals(effect))
                            .forEach(rule ->
                                    text.append('"').append(rule.pattern()).append("\", "));
                    text.append("]\n");
                }
            }
        }
        return text.toString();
    }

    private String catalogue(int service) {
        StringBuilder text = new StringBuilder();
        text.append("service: service").append(service).append("\nbase_url: https://s.example\nactions:\n");
        for (int thing = 0; thing < patterns; thing++) {
            for (String verb : List.of("get", "list")) {
                text.append("  thing").append(thing).append('.').append(verb);
                text.append(": { summary: go, effect: write, http: POST /go }\n");
            }
        }
        return text.toString();
    }
}
