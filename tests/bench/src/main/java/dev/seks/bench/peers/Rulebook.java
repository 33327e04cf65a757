// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Rules of any number, regular enough to be written for every engine alike, and questions to ask.
 *
 * <p>Each agent has the same services, and each of these the same patterns: two allow, one denies, and so on; half of
 * them end in a wildcard.
 *
 * @param patterns of each agent's service
 */
record Rulebook(int agents, int services, int patterns) {
    private static final int SEED = 20260105;

    /** What is asked: may this agent do this action of this service? */
    record Question(String agent, String service, String action) {}

    /** A rule; one that does not allow denies, and a denial always wins. */
    record Rule(boolean allows, String pattern) {
        static final String WILDCARD = "*";

        /** Whether the name is as the pattern says, which ends in a wildcard or has none. */
        boolean matches(String action) {
            return pattern.endsWith(WILDCARD) ? action.startsWith(prefix()) : action.equals(pattern);
        }

        String prefix() {
            return pattern.substring(0, pattern.length() - WILDCARD.length());
        }
    }

    /** The rules of any agent for any service. */
    List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < patterns; i++) {
            rules.add(new Rule(i % 3 != 2, "thing" + i % (patterns * 2 / 3) + (i % 2 == 0 ? ".*" : ".get")));
        }
        return rules;
    }

    List<String> agentNames() {
        return names("agent", agents);
    }

    List<String> serviceNames() {
        return names("service", services);
    }

    /** Every action that a question asks for. */
    List<String> actionNames() {
        return names("thing", patterns).stream()
                .flatMap(thing -> List.of(thing + ".get", thing + ".list").stream())
                .toList();
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

    /** The right answer, read off the rules. */
    boolean allows(Question question) {
        boolean allowed = false;
        for (Rule rule : rules()) {
            if (rule.matches(question.action())) {
                if (!rule.allows()) {
                    return false;
                }
                allowed = true;
            }
        }
        return allowed;
    }

    private static List<String> names(String word, int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(word + i);
        }
        return names;
    }
}
