// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The limits that stand outside the agents. */
record RateLimits(List<Limit> global, List<Limit> perAgent, Map<String, List<Limit>> perService) {
    static final RateLimits NONE = new RateLimits(List.of(), List.of(), Map.of());

    RateLimits {
        global = List.copyOf(global);
        perAgent = List.copyOf(perAgent);
        perService = Collections.unmodifiableMap(new LinkedHashMap<>(perService));
    }
}
