// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which blocks of rules reach which agent, and what each block has for each service. A ruling unites what the agent's blocks
 * say; blocks that several agents share are kept once, so that memory grows with the text of a policy and not with what it
 * comes to.
 */
final class RuleGrid {
    private static final int UNLISTED = -1;

    private final NameTable agents;
    private final NameTable services;
    private final List<String> serviceNames;
    private final ServiceIndex[] indexes;
    /** Where the row of each agent begins in {@link #rows}. */
    private final int[] rowOfAgent;
    /** For each row how many blocks reach it, and the numbers of these. */
    private final int[] rows;

    private final List<RuleBlock> blocks;
    /** A cell for each block and service, block by block, for as many blocks as its bounds allow. */
    private final RulingTable table;

    /** The number of the first block that has no cells. */
    private final int firstWithout;

    private RuleGrid(NameTable agents, Map<String, ServiceIndex> services, Rows rows, RulingTable table) {
        this.agents = agents;
        this.services = new NameTable(services.keySet());
        this.serviceNames = List.copyOf(services.keySet());
        this.indexes = services.values().toArray(ServiceIndex[]::new);
        this.rowOfAgent = rows.rowOfAgent;
        this.rows = Arrays.copyOf(rows.rows, rows.used);
        this.blocks = List.copyOf(rows.numbers.keySet());
        this.table = table;
        this.firstWithout =
                services.isEmpty() ? 0 : Math.min(blocks.size(), table.bounds().cells() / services.size());
    }

    /** {@code blocks} holds, for each agent in the order of its number, what reaches it. */
    static RuleGrid of(
            NameTable agents, List<List<RuleBlock>> blocks, Map<String, ServiceIndex> services, RulingTable table) {
        Rows rows = new Rows(blocks.size());
        blocks.forEach(rows::add);
        RuleGrid grid = new RuleGrid(agents, services, rows, table);
        grid.prepare(services);
        return grid;
    }

    /** The rows of all agents, each different one once. */
    private static final class Rows {
        private final Map<List<RuleBlock>, Integer> known = new HashMap<>();
        private final Map<RuleBlock, Integer> numbers = new LinkedHashMap<>();
        private final int[] rowOfAgent;
        private int agents;
        private int[] rows = new int[64];
        private int used;

        private Rows(int agents) {
            this.rowOfAgent = new int[agents];
        }

        /** The blocks that reach the next agent. */
        private void add(List<RuleBlock> reaching) {
            rowOfAgent[agents++] = known.computeIfAbsent(reaching, this::write);
        }

        private int write(List<RuleBlock> reaching) {
            int start = used;
            while (used + reaching.size() >= rows.length) {
                rows = Arrays.copyOf(rows, rows.length * 2);
            }
            rows[used++] = reaching.size();
            for (RuleBlock block : reaching) {
                rows[used++] = numbers.computeIfAbsent(block, b -> numbers.size());
            }
            return start;
        }
    }

    private void prepare(Map<String, ServiceIndex> services) {
        List<ServiceRules> sources = new ArrayList<>();
        for (RuleBlock block : blocks.subList(0, firstWithout)) {
            services.forEach((name, index) -> {
                sources.clear();
                block.collect(name, sources);
                table.add(sources, index);
            });
        }
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

    /** All rules that reach the agent and the service; empty where there are none. */
    Optional<RuleSet> rules(String agent, String service) {
        int row = row(agent);
        List<ServiceRules> sources = row < 0 ? List.of() : sources(row, service);
        return sources.isEmpty() ? Optional.empty() : Optional.of(new RuleSet(sources));
    }

    /** How many blocks are looked through, at most, to show everything. */
    long size() {
        return (long) rows.length * indexes.length;
    }

    /** Shows all rules that reach an agent and a service, where the catalogue has it; each different set of them once. */
    void show(Viewer viewer) {
        for (int service = 0; service < indexes.length; service++) {
            if (indexes[service].size() > 0 && !show(service, viewer)) {
                return;
            }
        }
    }

    private boolean show(int service, Viewer viewer) {
        Set<List<ServiceRules>> shown = new HashSet<>();
        for (int row = 0; row < rows.length; row += rows[row] + 1) {
            List<ServiceRules> sources = sources(row, serviceNames.get(service));
            if (!sources.isEmpty() && shown.add(sources) && !viewer.see(sources, indexes[service])) {
                return false;
            }
        }
        return true;
    }

    /** Looks at rules that reach an agent and a service. */
    interface Viewer {
        /** Whether there shall be more of them. */
        boolean see(List<ServiceRules> rules, ServiceIndex service);
    }

    Ruling ruling(String agent, String service, String action) {
        int agentNumber = agents.find(agent);
        if (agentNumber < 0) {
            return Ruling.UNKNOWN_AGENT;
        }
        int row = rowOfAgent[agentNumber];
        int serviceNumber = services.find(service);
        if (serviceNumber < 0) {
            return unnumbered(row, service, action);
        }
        int actionNumber = indexes[serviceNumber].find(action);
        if (actionNumber < 0) {
            return united(row, serviceNumber, actionNumber, service, action);
        }
        int heaviest = UNLISTED;
        int count = 0;
        int number = 0;
        int ways = 0;
        int end = row + rows[row];
        for (int i = row + 1; i <= end; i++) {
            if (rows[i] >= firstWithout) {
                return unnumbered(row, service, action);
            }
            int cell = rows[i] * indexes.length + serviceNumber;
            int start = table.start(cell);
            if (start == RulingTable.NOT_PREPARED) {
                return united(row, serviceNumber, actionNumber, service, action);
            }
            if (start != RulingTable.NONE) {
                // nearly every block matches or does not by chance, so nothing is left to the processor to predict
                int way = table.way(start, actionNumber);
                int weight = RulingTable.weight(way);
                number = weight > heaviest ? table.number(cell, way) : number;
                count = weight > heaviest ? 0 : count;
                heaviest = Math.max(weight, heaviest);
                count += weight == heaviest ? 1 : 0;
                ways |= way;
            }
        }
        if (heaviest == UNLISTED) {
            return Ruling.UNKNOWN_SERVICE;
        }
        if (count == 1 || heaviest == RulingTable.NOTHING) {
            return table.ruling(number);
        }
        return heaviest == RulingTable.MATCH && RulingTable.isOpen(ways)
                ? united(row, serviceNumber, actionNumber, service, action)
                : together(row, serviceNumber, actionNumber, heaviest);
    }

    /** What several prepared blocks say together that weigh the same and leave nothing open. */
    private Ruling together(int row, int serviceNumber, int actionNumber, int weight) {
        int[] numbers = new int[rows[row]];
        int count = 0;
        for (int i = row + 1; i <= row + rows[row]; i++) {
            int cell = rows[i] * indexes.length + serviceNumber;
            int start = table.start(cell);
            int way = start == RulingTable.NONE ? RulingTable.NOTHING : table.way(start, actionNumber);
            if (RulingTable.weight(way) == weight) {
                numbers[count++] = table.number(cell, way);
            }
        }
        return table.ruling(numbers, count);
    }

    /** What several blocks say together, or blocks that are not prepared. */
    private Ruling united(int row, int serviceNumber, int actionNumber, String service, String action) {
        ServiceIndex index = indexes[serviceNumber];
        boolean listed = false;
        Matching all = Matching.NOTHING;
        for (int i = row + 1; i <= row + rows[row]; i++) {
            if (rows[i] >= firstWithout) {
                return unnumbered(row, service, action);
            }
            int cell = rows[i] * indexes.length + serviceNumber;
            if (table.start(cell) != RulingTable.NONE) {
                listed = true;
                all = all.and(table.matching(cell, index, actionNumber, action));
            }
        }
        return listed ? all.ruling() : Ruling.UNKNOWN_SERVICE;
    }

    /** A service that no rule names and no catalogue has, which only patterns can match, or a block beyond the bounds. */
    private Ruling unnumbered(int row, String service, String action) {
        List<ServiceRules> sources = sources(row, service);
        if (sources.isEmpty()) {
            return Ruling.UNKNOWN_SERVICE;
        }
        int number = services.find(service);
        ServiceIndex index = number < 0 ? ServiceIndex.EMPTY : indexes[number];
        return new RuleSet(sources)
                .matching(action, index.effect(index.find(action)))
                .ruling();
    }

    private List<ServiceRules> sources(int row, String service) {
        List<ServiceRules> sources = new ArrayList<>();
        for (int i = row + 1; i <= row + rows[row]; i++) {
            blocks.get(rows[i]).collect(service, sources);
        }
        return sources;
    }
}
