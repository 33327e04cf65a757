// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.List;
import java.util.stream.Stream;

/**
 * Rules for one service, or for all whose name matches, which one place of the file lists. Each list is in the order of the
 * file, which is not that of the place where it names a rule by an alias. Equal only to itself.
 */
final class ServiceRules {
    private final List<RuleEntry> allow;
    private final List<RuleEntry> deny;
    private final List<RuleEntry> requireApproval;

    ServiceRules(List<RuleEntry> allow, List<RuleEntry> deny, List<RuleEntry> requireApproval) {
        this.allow = inFileOrder(allow);
        this.deny = inFileOrder(deny);
        this.requireApproval = inFileOrder(requireApproval);
    }

    private static List<RuleEntry> inFileOrder(List<RuleEntry> entries) {
        return entries.stream().sorted(Matching.IN_FILE_ORDER).toList();
    }

    List<RuleEntry> allow() {
        return allow;
    }

    List<RuleEntry> deny() {
        return deny;
    }

    List<RuleEntry> requireApproval() {
        return requireApproval;
    }

    /** All of them. */
    List<RuleEntry> all() {
        return Stream.of(allow, deny, requireApproval).flatMap(List::stream).toList();
    }

    /** What holding all of them against one name costs at most, in pieces of patterns to be looked for. */
    long cost() {
        return cost(allow) + cost(deny) + cost(requireApproval);
    }

    private static long cost(List<RuleEntry> entries) {
        long cost = 0;
        for (int i = 0; i < entries.size(); i++) {
            cost += entries.get(i).pattern().cost();
        }
        return cost;
    }

    int size() {
        return allow.size() + deny.size() + requireApproval.size();
    }
}
