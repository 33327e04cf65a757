// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the policy says to a grant of a whole scope, over every action of the catalogue in it. Conditions and hours cannot
 * be judged for requests that nobody has made: an approval that may be needed is asked for, and what may be denied is judged
 * at each use.
 */
public sealed interface ScopeRuling {

    /** One action of the scope is denied, or no rule matches it. */
    record Denied(String action, Ruling ruling) implements ScopeRuling {}

    /** A rule does not let one action be granted. */
    record NotGrantable(String action, List<Rule> rules) implements ScopeRuling {
        public NotGrantable {
            rules = List.copyOf(rules);
        }
    }

    /**
     * It may be granted.
     *
     * @param actions all that are in it, by name; none where the catalogue has none
     * @param rules all that determine it, in the order of the file
     * @param terms what an approval takes, united over all of them; null where nobody need approve
     */
    record Grantable(
            List<String> actions,
            List<Rule> rules,
            @Nullable ApprovalTerms terms) implements ScopeRuling {
        public Grantable {
            actions = List.copyOf(actions);
            rules = List.copyOf(rules);
        }
    }
}
