// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every ruling on an action of the catalogue, worked out ahead and laid out flat, so that finding one touches as little
 * memory as possible. Any other name is held against the patterns when it is asked for, and gets the same answer.
 */
final class RulingTable {
    /** How many rulings are worked out ahead; the pairs of agent and service beyond are evaluated when asked. */
    static final int MAX_PREPARED = 5_000_000;

    private static final int NOT_PREPARED = -1;

    private final ServiceIndex[] services;
    private final @Nullable CompiledRules[] rules;
    private final int[] starts;
    private final int maxPrepared;
    private Ruling[] rulings = new Ruling[1024];
    private int used;

    RulingTable(int agents, ServiceIndex[] services, int maxPrepared) {
        this.maxPrepared = maxPrepared;
        this.services = services;
        this.rules = new CompiledRules[agents * services.length];
        this.starts = new int[agents * services.length];
        Arrays.fill(starts, NOT_PREPARED);
    }

    /** Sets the rules of a pair, by the numbers of agent and service. */
    void put(int agent, int service, CompiledRules compiled) {
        int pair = agent * services.length + service;
        rules[pair] = compiled;
        ServiceIndex index = services[service];
        if (used + index.size() <= maxPrepared) {
            starts[pair] = used;
            prepare(compiled, index);
        }
    }

    /** Equal rulings of one pair are kept once: a policy of a few wildcards has few different rulings. */
    private void prepare(CompiledRules compiled, ServiceIndex index) {
        while (used + index.size() > rulings.length) {
            rulings = Arrays.copyOf(rulings, rulings.length * 2);
        }
        Map<Ruling, Ruling> known = new HashMap<>();
        for (int i = 0; i < index.size(); i++) {
            Ruling ruling = compiled.evaluate(index.name(i), index.onlyByExactName(i));
            rulings[used++] = known.computeIfAbsent(ruling, r -> r);
        }
    }

    /** The rules of a pair, or null if the policy does not name the service under the agent. */
    @Nullable
    CompiledRules rules(int agent, int service) {
        return rules[agent * services.length + service];
    }

    Ruling ruling(int agent, int service, String name) {
        int pair = agent * services.length + service;
        int start = starts[pair];
        ServiceIndex index = services[service];
        int action = index.find(name);
        if (start != NOT_PREPARED && action >= 0) {
            return rulings[start + action];
        }
        CompiledRules compiled = rules[pair];
        if (compiled == null) {
            return Ruling.UNKNOWN_SERVICE;
        }
        return compiled.evaluate(name, action >= 0 && index.onlyByExactName(action));
    }
}
