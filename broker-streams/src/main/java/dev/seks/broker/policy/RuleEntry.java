// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

/** One entry of a rule list: the rule as it is cited, its compiled pattern, and the column where it stands. */
record RuleEntry(Rule rule, ActionPattern pattern, int column) {

    /** Whether the rule holds for the action; a wildcard reaches a credential action only in a deny rule. */
    boolean holdsFor(String action, boolean onlyByExactName) {
        return pattern.matches(action) && (pattern.isExact() || !onlyByExactName);
    }
}
