// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one agent for one service. The ruling on each action of the catalogue stands ready in an array; any
 * other name is held against the patterns.
 */
final class CompiledRules {
    private final RuleEntry[] deny;
    private final RuleEntry[] requireApproval;
    private final RuleEntry[] allow;
    private final List<LimitRule> limits;
    private Ruling @Nullable [] prepared;

    private CompiledRules(ServiceRules rules, List<LimitRule> limits) {
        this.deny = rules.deny().toArray(new RuleEntry[0]);
        this.requireApproval = rules.requireApproval().toArray(new RuleEntry[0]);
        this.allow = rules.allow().toArray(new RuleEntry[0]);
        this.limits = limits;
    }

    static CompiledRules of(ServiceRules rules, ServiceIndex index, List<LimitRule> limits, boolean prepare) {
        CompiledRules compiled = new CompiledRules(rules, limits);
        if (prepare) {
            compiled.prepared = compiled.prepare(index);
        }
        return compiled;
    }

    List<LimitRule> limits() {
        return limits;
    }

    Ruling rule(String name, ServiceIndex index) {
        ServiceIndex.Action action = index.find(name);
        Ruling[] ready = prepared;
        if (action != null && ready != null) {
            return ready[action.number()];
        }
        return evaluate(name, action != null && action.onlyByExactName());
    }

    private Ruling[] prepare(ServiceIndex index) {
        Map<Ruling, Ruling> known = new HashMap<>();
        Ruling[] rulings = new Ruling[index.size()];
        index.actions().forEach((name, action) -> {
            Ruling ruling = evaluate(name, action.onlyByExactName());
            rulings[action.number()] = known.computeIfAbsent(ruling, r -> r);
        });
        return rulings;
    }

    /** INVARIANT: deny, then require_approval, then allow, then nothing; the order within a list changes nothing. */
    private Ruling evaluate(String action, boolean onlyByExactName) {
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
