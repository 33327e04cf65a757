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
 * others deny, and half of them end in a wildcard. They stand in sets: an agent with rules of its own is reached by one set,
 * an agent with roles by {@value #ROLES_OF_AGENT}, each with its share of the patterns.
 *
 * @param sets rules by the number of the service
 * @param reaching the sets that reach each agent, by their numbers
 * @param roles whether the sets are roles that agents share
 */
record Rulebook(List<List<List<Rule>>> sets, List<int[]> reaching, boolean roles) {
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
    static Rulebook ofRoles(int agents) {
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
        return new Rulebook(sets(roles, PATTERNS / ROLES_OF_AGENT, random), reaching, true);
    }

    /** Agents each of which has rules of its own. */
    static Rulebook ofOwn(int agents) {
        List<int[]> reaching = new ArrayList<>();
        for (int agent = 0; agent < agents; agent++) {
            reaching.add(new int[] {agent});
        }
        return new Rulebook(sets(agents, PATTERNS, new Random(SEED)), reaching, false);
    }

    private static List<List<List<Rule>>> sets(int count, int patterns, Random random) {
        List<List<List<Rule>>> sets = new ArrayList<>();
        for (int set = 0; set < count; set++) {
            List<List<Rule>> services = new ArrayList<>();
            for (int service = 0; service < SERVICES; service++) {
                Map<String, Rule> rules = new LinkedHashMap<>();
                while (rules.size() < patterns) {
                    String pattern = "thing" + random.nextInt(THINGS) + (random.nextBoolean() ? ".*" : ".get");
                    rules.putIfAbsent(pattern, new Rule(rules.size() % 5 < 3, pattern));
                }
                services.add(List.copyOf(rules.values()));
            }
            sets.add(services);
        }
        return sets;
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
        for (int set : reaching.get(Integer.parseInt(question.agent().substring("agent".length())))) {
            for (Rule rule : sets.get(set).get(service)) {
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
