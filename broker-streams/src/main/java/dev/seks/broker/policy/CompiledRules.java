// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.ArrayList;
import java.util.List;

/** The rules of one agent for one service, ready to be held against names, and the limits of that pair. */
final class CompiledRules {
    private final RuleEntry[] deny;
    private final RuleEntry[] requireApproval;
    private final RuleEntry[] allow;
    private final List<LimitRule> limits;

    CompiledRules(ServiceRules rules, List<LimitRule> limits) {
        this.deny = rules.deny().toArray(new RuleEntry[0]);
        this.requireApproval = rules.requireApproval().toArray(new RuleEntry[0]);
        this.allow = rules.allow().toArray(new RuleEntry[0]);
        this.limits = limits;
    }

    List<LimitRule> limits() {
        return limits;
    }

    /** INVARIANT: deny, then require_approval, then allow, then nothing; the order within a list changes nothing. */
    Ruling evaluate(String action, boolean onlyByExactName) {
        List<Rule> denying = matching(deny, action, false);
        if (!denying.isEmpty()) {
            return new Ruling(Ruling.Kind.DENIED, denying);
        }
        List<Rule> asking = matching(requireApproval, action, onlyByExactName);
        if (!asking.isEmpty()) {
            return new Ruling(Ruling.Kind.APPROVAL, asking);
        }
        List<Rule> allowing = matching(allow, action, onlyByExactName);
        return allowing.isEmpty() ? Ruling.NO_RULE : new Ruling(Ruling.Kind.ALLOWED, allowing);
    }

    private static List<Rule> matching(RuleEntry[] entries, String action, boolean onlyByExactName) {
        List<Rule> rules = List.of();
        for (RuleEntry entry : entries) {
            if (entry.holdsFor(action, onlyByExactName)) {
                rules = rules.isEmpty() ? new ArrayList<>(2) : rules;
                rules.add(entry.rule());
            }
        }
        return rules;
    }
}
