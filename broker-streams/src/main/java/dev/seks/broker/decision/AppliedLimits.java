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
            switch (rule.scope()) {
                case GLOBAL -> shared.add(limit(rule, "global"));
                case SERVICE -> shared.add(limit(rule, "service:" + rule.key()));
                case AGENT -> own.add(limit(rule, "agent:" + rule.key()));
            }
        }
        return new AppliedLimits(shared, own);
    }

    private static Limit limit(LimitRule rule, String key) {
        return new Limit(rule.name(), key, rule.max(), rule.windowMs());
    }
}
