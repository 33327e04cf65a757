// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.List;

/** An agent's rules for one service, each list in the order of the file. */
record ServiceRules(List<RuleEntry> allow, List<RuleEntry> deny, List<RuleEntry> requireApproval) {
    ServiceRules {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
        requireApproval = List.copyOf(requireApproval);
    }
}
