// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.broker.limit.Limit;
import dev.seks.broker.policy.LimitRule;
import java.util.ArrayList;
import java.util.List;

/**
 * The limits that apply to one request.
 *
 * @param shared those whose windows agents share
 * @param own those of the agent alone
 */
record AppliedLimits(List<Limit> shared, List<Limit> own) {

    static AppliedLimits of(List<LimitRule> rules) {
        List<Limit> shared = new ArrayList<>(rules.size());
        List<Limit> own = new ArrayList<>(rules.size());
        for (LimitRule rule : rules) {
            Limit limit = new Limit(rule.name(), rule.key(), rule.max(), rule.windowMs());
            switch (rule.scope()) {
                case GLOBAL, SERVICE -> shared.add(limit);
                case AGENT -> own.add(limit);
            }
        }
        return new AppliedLimits(shared, own);
    }
}
