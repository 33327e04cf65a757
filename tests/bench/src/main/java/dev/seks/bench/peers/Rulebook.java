// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.peers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Rules of any number, regular enough to be written for every engine alike, and questions to ask. Always the same for the
 * same numbers.
 *
 * <p>Each agent has rules for {@value #SERVICES} services and {@value #PATTERNS} patterns in each: three in five allow, the
 * others deny, and half of them end in a wildcard. They stand in roles that agents share: {@value #ROLES_OF_AGENT} reach each
 * agent, each with its share of the patterns.
 *
 * @param roles the rules of each, by the number of the service
 * @param reaching the roles that reach each agent, by their numbers
 */
record Rulebook(List<List<List<Rule>>> roles, List<int[]> reaching) {
    static final int SERVICES = 20;
    static final int PATTERNS = 20;
    static final int ROLES_OF_AGENT = 4;

    private static final int MOST_ROLES = 100;
    private static final int THINGS = 20;
    private static final int SEED = 20260105;

    /** What is asked: may this agent do this action of this service? */
    record Question(String agent, String service, String action) {}

    /** A rule; one that does not allow denies, and a denial always wins. */
    record Rule(boolean allows, String pattern) {
        static final String WILDCARD = "*";

        /** Whether the name is as the pattern says, which ends in a wildcard or has none. */
        boolean matches(String action) {
            return isWild() ? action.startsWith(prefix()) : action.equals(pattern);
        }

        boolean isWild() {
            return pattern.endsWith(WILDCARD);
        }

        String prefix() {
            return pattern.substring(0, pattern.length() - WILDCARD.length());
        }
    }

    /** Agents that share up to a hundred roles; hardly two of them have the same. */
    static Rulebook of(int agents) {
        Random random = new Random(SEED);
        int roles = Math.min(agents, MOST_ROLES);
        List<int[]> reaching = new ArrayList<>();
        for (int agent = 0; agent < agents; agent++) {
            SortedSet<Integer> chosen = new TreeSet<>();
            while (chosen.size() < ROLES_OF_AGENT) {
                chosen.add(random.nextInt(roles));
            }
            reaching.add(chosen.stream().mapToInt(role -> role).toArray());
        }
        return new Rulebook(rules(roles, PATTERNS / ROLES_OF_AGENT, random), reaching);
    }

    private static List<List<List<Rule>>> rules(int count, int patterns, Random random) {
        List<List<List<Rule>>> roles = new ArrayList<>();
        for (int role = 0; role < count; role++) {
            List<List<Rule>> services = new ArrayList<>();
            for (int service = 0; service < SERVICES; service++) {
                Map<String, Rule> rules = new LinkedHashMap<>();
                while (rules.size() < patterns) {
                    String pattern = "thing" + random.nextInt(THINGS) + (random.nextBoolean() ? ".*" : ".get");
                    rules.putIfAbsent(pattern, new Rule(rules.size() % 5 < 3, pattern));
                }
                services.add(List.copyOf(rules.values()));
            }
            roles.add(services);
        }
        return roles;
    }

    int agents() {
        return reaching.size();
    }

    static String agent(int number) {
        return "agent" + number;
    }

    static String role(int number) {
        return "role" + number;
    }

    static String service(int number) {
        return "service" + number;
    }

    /** Every action that a question asks for, of any service. */
    static List<String> actions() {
        List<String> actions = new ArrayList<>();
        for (int thing = 0; thing < THINGS; thing++) {
            actions.add("thing" + thing + ".get");
            actions.add("thing" + thing + ".list");
        }
        return actions;
    }

    /** Questions spread evenly over agents, services and actions. */
    Question[] questions(int count) {
        Random random = new Random(SEED);
        List<String> actions = actions();
        Question[] questions = new Question[count];
        for (int i = 0; i < count; i++) {
            // new texts, as they come out of a record, which are not those of the policy
            questions[i] = new Question(
                    agent(random.nextInt(agents())),
                    service(random.nextInt(SERVICES)),
                    new String(actions.get(random.nextInt(actions.size())).toCharArray()));
        }
        return questions;
    }

    /** The right answer, read off the rules. */
    boolean allows(Question question) {
        int service = Integer.parseInt(question.service().substring("service".length()));
        boolean allowed = false;
        for (int role : reaching.get(Integer.parseInt(question.agent().substring("agent".length())))) {
            for (Rule rule : roles.get(role).get(service)) {
                if (rule.matches(question.action())) {
                    if (!rule.allows()) {
                        return false;
                    }
                    allowed = true;
                }
            }
        }
        return allowed;
    }
}
