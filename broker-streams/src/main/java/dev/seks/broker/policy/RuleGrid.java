// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which rules reach which agent and service. Agents that are reached by the same blocks share one row. */
final class RuleGrid {
    /** No rule list names the service for the agent. */
    static final int NONE = -1;

    private final NameTable agents;
    private final NameTable services;
    private final int[] rowOfAgent;
    private final List<List<RuleBlock>> blocks;
    private final int[][] rows;
    private final RulingTable table;

    private RuleGrid(NameTable agents, NameTable services, int[] rowOfAgent, List<List<RuleBlock>> blocks, Made made) {
        this.agents = agents;
        this.services = services;
        this.rowOfAgent = rowOfAgent;
        this.blocks = blocks;
        this.rows = made.rows;
        this.table = made.table;
    }

    private record Made(int[][] rows, RulingTable table) {}

    /** {@code blocks} holds, for each agent in the order of its number, what reaches it. */
    static RuleGrid of(
            NameTable agents, List<List<RuleBlock>> blocks, Map<String, ServiceIndex> services, RulingTable table) {
        Map<List<RuleBlock>, Integer> rowOf = new HashMap<>();
        List<List<RuleBlock>> distinct = new ArrayList<>();
        int[] rowOfAgent = new int[blocks.size()];
        for (int agent = 0; agent < rowOfAgent.length; agent++) {
            List<RuleBlock> reaching = blocks.get(agent);
            rowOfAgent[agent] = rowOf.computeIfAbsent(reaching, r -> {
                distinct.add(r);
                return distinct.size() - 1;
            });
        }
        int[][] rows = new int[distinct.size()][services.size()];
        int number = 0;
        for (Map.Entry<String, ServiceIndex> service : services.entrySet()) {
            column(number++, service.getKey(), service.getValue(), distinct, new Made(rows, table));
        }
        return new RuleGrid(agents, new NameTable(services.keySet()), rowOfAgent, distinct, new Made(rows, table));
    }

    private static void column(
            int number, String service, ServiceIndex index, List<List<RuleBlock>> blocks, Made made) {
        Map<List<ServiceRules>, Integer> cellOf = new HashMap<>();
        for (int row = 0; row < made.rows.length; row++) {
            List<ServiceRules> sources = sources(blocks.get(row), service);
            made.rows[row][number] = sources.isEmpty()
                    ? NONE
                    : cellOf.computeIfAbsent(sources, s -> made.table.add(new RuleSet(s), index));
        }
    }

    private static List<ServiceRules> sources(List<RuleBlock> blocks, String service) {
        List<ServiceRules> sources = new ArrayList<>(2);
        for (int i = 0; i < blocks.size(); i++) {
            blocks.get(i).collect(service, sources);
        }
        return sources;
    }

    /** Every set of rules for one service that reaches an agent. */
    RulingTable cells() {
        return table;
    }

    /** The number of an agent, or -1. */
    int agent(String name) {
        return agents.find(name);
    }

    /** The number of what reaches an agent, or -1. */
    int row(String agent) {
        int number = agents.find(agent);
        return number < 0 ? -1 : rowOfAgent[number];
    }

    Ruling ruling(String agent, String service, String action) {
        int agentNumber = agents.find(agent);
        if (agentNumber < 0) {
            return Ruling.UNKNOWN_AGENT;
        }
        int row = rowOfAgent[agentNumber];
        int serviceNumber = services.find(service);
        if (serviceNumber < 0) {
            return unlisted(row, service, action);
        }
        int cell = rows[row][serviceNumber];
        return cell == NONE ? Ruling.UNKNOWN_SERVICE : table.ruling(cell, action);
    }

    /** All rules that reach the agent and the service; empty where there are none. */
    Optional<RuleSet> rules(String agent, String service) {
        int agentNumber = agents.find(agent);
        if (agentNumber < 0) {
            return Optional.empty();
        }
        List<ServiceRules> sources = sources(blocks.get(rowOfAgent[agentNumber]), service);
        return sources.isEmpty() ? Optional.empty() : Optional.of(new RuleSet(sources));
    }

    /** A service that no rule names and no catalogue has: only patterns can match it. */
    private Ruling unlisted(int row, String service, String action) {
        List<ServiceRules> sources = sources(blocks.get(row), service);
        return sources.isEmpty() ? Ruling.UNKNOWN_SERVICE : new RuleSet(sources).evaluate(action, null);
    }
}
