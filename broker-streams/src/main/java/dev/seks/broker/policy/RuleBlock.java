// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The services of one agent, pattern of agents or role, by exact name and by pattern. Equal only to itself. */
final class RuleBlock {
    private final Map<String, ServiceRules> named;
    private final List<Wild> wild;

    /** Rules for every service whose name matches. */
    record Wild(ActionPattern service, ServiceRules rules) {}

    RuleBlock(Map<String, ServiceRules> named, List<Wild> wild) {
        this.named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
        this.wild = List.copyOf(wild);
    }

    /** Rules by the exact name of a service. */
    Map<String, ServiceRules> named() {
        return named;
    }

    List<Wild> wild() {
        return wild;
    }

    boolean isEmpty() {
        return named.isEmpty() && wild.isEmpty();
    }

    /** Adds all rules that this block has for the service. */
    void collect(String service, List<ServiceRules> into) {
        ServiceRules exact = named.get(service);
        if (exact != null) {
            into.add(exact);
        }
        for (Wild candidate : wild) {
            if (candidate.service.matches(service)) {
                into.add(candidate.rules);
            }
        }
    }

    /** Every list of rules, whatever its service. */
    List<ServiceRules> all() {
        List<ServiceRules> all = new ArrayList<>(named.values());
        wild.forEach(candidate -> all.add(candidate.rules));
        return all;
    }
}
