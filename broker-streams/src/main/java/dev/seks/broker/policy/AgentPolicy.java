// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the policy says about one agent: its rules by service, and limits of its own. */
record AgentPolicy(Map<String, ServiceRules> services, List<Limit> limits) {
    AgentPolicy {
        services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
        limits = List.copyOf(limits);
    }
}
