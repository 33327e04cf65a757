// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.broker.condition.Circumstances;
import dev.seks.broker.condition.Conditions;
import dev.seks.broker.condition.Truth;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a rule list: the rule as it is cited, its compiled pattern, and the column where it stands.
 *
 * @param serviceNamed whether it stands under the exact name of a service
 * @param asking what it asks for, in a list of require_approval; else null
 * @param guard what must hold beside the names; null where nothing must
 */
record RuleEntry(
        Rule rule,
        ActionPattern pattern,
        int column,
        boolean serviceNamed,
        @Nullable Asking asking,
        @Nullable Guard guard) {

    /** Whether the rule holds for the action; no wildcard reaches a credential action except in a deny rule. */
    boolean holdsFor(String action, boolean onlyByExactName) {
        return pattern.matches(action) && (!onlyByExactName || isExact());
    }

    boolean isGuarded() {
        return guard != null;
    }

    Truth judge(Conditions conditions, Circumstances at) {
        return guard == null ? Truth.HOLDS : guard.judge(conditions, at);
    }

    /** Whether it names one action of one service. */
    boolean isExact() {
        return pattern.isExact() && serviceNamed;
    }
}
