// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.broker.condition.Hours;
import java.util.Locale;
import java.util.Optional;

/**
 * One rule of an agent and a service, and what came of it when a request was ruled on.
 *
 * @param condition the text of its condition
 * @param hours the hours in which it holds
 */
public record Candidate(Rule rule, Verb verb, Fate fate, Optional<String> condition, Optional<Hours> hours) {

    /** What rules do, from the strongest. */
    public enum Verb {
        DENY,
        REQUIRE_APPROVAL,
        ALLOW;

        /** The key under which such rules stand. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What can come of a rule, from what matters most. */
    public enum Fate {
        /** It is one of those that determined the decision. */
        DECIDED,
        /** It holds, but stronger rules decided, or one of its own kind without a condition. */
        OUTRANKED,
        /** Its condition could not be evaluated, and so permits nothing. */
        CONDITION_FAILED,
        /** Its condition does not hold. */
        CONDITION_NOT_MET,
        /** It holds at other hours. */
        OUTSIDE_HOURS,
        /** It matches by name, but the request was refused, or left open, before rules beyond names were looked at. */
        NOT_ASKED,
        /** Its wildcard does not reach an action that mints or reveals a credential. */
        NOT_BY_WILDCARD,
        /** It is about other actions. */
        OTHER_ACTION
    }
}
