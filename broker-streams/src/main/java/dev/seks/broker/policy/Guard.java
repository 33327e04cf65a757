// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.broker.condition.Circumstances;
import dev.seks.broker.condition.Condition;
import dev.seks.broker.condition.Conditions;
import dev.seks.broker.condition.Hours;
import dev.seks.broker.condition.Truth;
import org.jspecify.annotations.Nullable;

/** What must hold beside the names for a rule to count: a condition, hours, or both. */
record Guard(@Nullable When when, @Nullable Hours during) {

    /** A condition, and the line and column where it stands. */
    record When(Condition condition, int line, int column) {}

    /** Hours are looked at first: outside of them a condition is not evaluated. */
    Truth judge(Conditions conditions, Circumstances at) {
        if (during != null && !during.contain(at.at())) {
            return Truth.DOES_NOT_HOLD;
        }
        return when == null ? Truth.HOLDS : conditions.judge(when.condition, at);
    }
}
