// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every ruling on an action of the catalogue, worked out ahead and laid out flat, so that finding one touches as little
 * memory as possible. Any other name is held against the patterns when it is asked for, and gets the same answer.
 *
 * <p>A cell is one set of rules for one service; agents with the same rules share their cells.
 */
final class RulingTable {
    private static final int NOT_PREPARED = -1;

    private final Bounds bounds;
    private RuleSet[] rules = new RuleSet[64];
    private ServiceIndex[] services = new ServiceIndex[64];
    private int[] starts = new int[64];
    private int cells;
    private Ruling[] rulings = new Ruling[1024];
    private int used;
    private long worked;

    /**
     * How much is worked out ahead; what is beyond is evaluated when asked, to the same answer.
     *
     * @param rulings how many rulings are kept
     * @param work how many pieces of patterns are looked for in all, which is what working out takes time for
     */
    record Bounds(int rulings, long work) {}

    RulingTable(Bounds bounds) {
        this.bounds = bounds;
    }

    /** The number of a new cell. */
    int add(RuleSet set, ServiceIndex service) {
        if (cells == starts.length) {
            rules = Arrays.copyOf(rules, cells * 2);
            services = Arrays.copyOf(services, cells * 2);
            starts = Arrays.copyOf(starts, cells * 2);
        }
        rules[cells] = set;
        services[cells] = service;
        starts[cells] = NOT_PREPARED;
        long work = work(set, service);
        if (used + service.size() <= bounds.rulings() && worked + work <= bounds.work()) {
            worked += work;
            starts[cells] = used;
            prepare(set, service);
        }
        return cells++;
    }

    private static long work(RuleSet set, ServiceIndex service) {
        long cost = 0;
        for (List<RuleEntry> list : List.of(set.deny(), set.requireApproval(), set.allow())) {
            for (RuleEntry entry : list) {
                cost += entry.pattern().cost();
            }
        }
        return cost * service.size();
    }

    /** Equal rulings of one cell are kept once: a policy of a few wildcards has few different rulings. */
    private void prepare(RuleSet set, ServiceIndex service) {
        while (used + service.size() > rulings.length) {
            rulings = Arrays.copyOf(rulings, rulings.length * 2);
        }
        Map<Ruling, Ruling> known = new HashMap<>();
        for (int i = 0; i < service.size(); i++) {
            Ruling ruling = set.evaluate(service.name(i), service.effect(i));
            rulings[used++] = known.computeIfAbsent(ruling, r -> r);
        }
    }

    /** How many cells there are, from 0. */
    int size() {
        return cells;
    }

    ServiceIndex service(int cell) {
        return services[cell];
    }

    /** How many pieces of patterns it takes to hold all rules of a cell against all actions. */
    long work(int cell) {
        return work(rules[cell], services[cell]);
    }

    RuleSet rules(int cell) {
        return rules[cell];
    }

    Ruling ruling(int cell, String name) {
        ServiceIndex service = services[cell];
        int action = service.find(name);
        int start = starts[cell];
        if (start != NOT_PREPARED && action >= 0) {
            return rulings[start + action];
        }
        return rules[cell].evaluate(name, action < 0 ? null : service.effect(action));
    }
}
