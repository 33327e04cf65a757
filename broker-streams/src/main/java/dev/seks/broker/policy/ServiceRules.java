// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.List;
import java.util.stream.Stream;

/** Rules for one service, or for all whose name matches, as one place of the file lists them. Equal only to itself. */
final class ServiceRules {
    private final List<RuleEntry> allow;
    private final List<RuleEntry> deny;
    private final List<RuleEntry> requireApproval;

    ServiceRules(List<RuleEntry> allow, List<RuleEntry> deny, List<RuleEntry> requireApproval) {
        this.allow = List.copyOf(allow);
        this.deny = List.copyOf(deny);
        this.requireApproval = List.copyOf(requireApproval);
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

    int size() {
        return allow.size() + deny.size() + requireApproval.size();
    }
}
