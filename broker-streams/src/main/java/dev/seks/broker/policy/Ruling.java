// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the policy says to an action by its name alone, and every rule that says so, in the order of the file. A denial
 * names the deny rules, an approval the approval rules, a permission the allow rules.
 *
 * @param approval what people must do, where the kind is {@link Kind#APPROVAL}; else null
 */
public record Ruling(Kind kind, List<Rule> rules, @Nullable ApprovalTerms approval) {
    static final Ruling UNKNOWN_AGENT = new Ruling(Kind.UNKNOWN_AGENT, List.of(), null);
    static final Ruling UNKNOWN_SERVICE = new Ruling(Kind.UNKNOWN_SERVICE, List.of(), null);
    static final Ruling NO_RULE = new Ruling(Kind.NO_RULE, List.of(), null);

    /** The kinds of ruling; only {@link #APPROVAL} and {@link #ALLOWED} can lead to an action. */
    public enum Kind {
        /** The policy does not name the agent. */
        UNKNOWN_AGENT,
        /** The policy does not name the service under the agent. */
        UNKNOWN_SERVICE,
        /** A deny rule matches. */
        DENIED,
        /** No rule matches, which is a denial too. */
        NO_RULE,
        /** No deny rule matches, and an approval rule does. */
        APPROVAL,
        /** Only allow rules match. */
        ALLOWED
    }

    public Ruling {
        rules = List.copyOf(rules);
    }
}
