// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the policy says to an action, and every rule that says so, in the order of the file. A denial names the deny rules,
 * an approval the approval rules, a permission the allow rules.
 *
 * @param approval what people must do, where the kind is {@link Kind#APPROVAL}; else null
 * @param guarded what is still to be asked, where the kind is {@link Kind#CONDITIONAL}; else null
 * @param remarks what came of conditions and hours that is worth telling: rules that match by name but do not hold, and
 *     rules that count because their condition could not be evaluated
 */
public record Ruling(
        Kind kind,
        List<Rule> rules,
        @Nullable ApprovalTerms approval,
        @Nullable GuardedRules guarded,
        List<Remark> remarks) {
    static final Ruling UNKNOWN_AGENT = plain(Kind.UNKNOWN_AGENT, List.of());
    static final Ruling UNKNOWN_SERVICE = plain(Kind.UNKNOWN_SERVICE, List.of());
    static final Ruling NO_RULE = plain(Kind.NO_RULE, List.of());

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
        /** Rules match by name, and which of them hold depends on conditions or hours. */
        CONDITIONAL,
        /** No deny rule matches, and an approval rule does. */
        APPROVAL,
        /** Only allow rules match. */
        ALLOWED
    }

    /** What came of the condition or the hours of one rule. */
    public record Remark(Rule rule, boolean failed) {}

    public Ruling {
        rules = List.copyOf(rules);
        remarks = List.copyOf(remarks);
    }

    static Ruling plain(Kind kind, List<Rule> rules) {
        return new Ruling(kind, rules, null, null, List.of());
    }

    static Ruling asking(List<Rule> rules, ApprovalTerms approval) {
        return new Ruling(Kind.APPROVAL, rules, approval, null, List.of());
    }

    static Ruling conditional(GuardedRules guarded) {
        return new Ruling(Kind.CONDITIONAL, List.of(), null, guarded, List.of());
    }

    Ruling with(List<Remark> told) {
        return told.isEmpty() ? this : new Ruling(kind, rules, approval, guarded, told);
    }
}
