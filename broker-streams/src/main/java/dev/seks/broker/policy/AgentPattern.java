// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.List;

/** What is added to every agent whose name matches. */
record AgentPattern(ActionPattern name, RuleBlock rules, List<Limit> limits) {
    AgentPattern {
        limits = List.copyOf(limits);
    }
}
