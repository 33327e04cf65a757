// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.broker.condition.Circumstances;
import dev.seks.broker.condition.Conditions;
import dev.seks.broker.condition.Truth;
import dev.seks.schemas.catalogue.Effect;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules that match an action by name, none of them a deny rule that always holds, where some depend on conditions or
 * hours.
 *
 * @param effect what the action does; CREDENTIAL where the catalogue does not have the action
 */
record GuardedRules(List<RuleEntry> deny, List<RuleEntry> requireApproval, List<RuleEntry> allow, Effect effect) {
    GuardedRules {
        deny = List.copyOf(deny);
        requireApproval = List.copyOf(requireApproval);
        allow = List.copyOf(allow);
    }

    /**
     * What the rules say under these circumstances.
     *
     * <p>INVARIANT: deny, then require_approval, then allow, then nothing, among the rules that hold. What cannot be
     * evaluated holds where it restricts, and does not where it permits.
     */
    Ruling under(Circumstances at, Conditions conditions) {
        List<Ruling.Remark> remarks = new ArrayList<>(0);
        List<RuleEntry> denying = holding(deny, true, at, conditions, remarks);
        // a deny rule that does not hold is no reason for anything
        remarks.removeIf(remark -> !remark.failed());
        if (!denying.isEmpty()) {
            return Ruling.plain(Ruling.Kind.DENIED, Matching.rules(denying)).with(remarks);
        }
        List<RuleEntry> asking = holding(requireApproval, true, at, conditions, remarks);
        if (!asking.isEmpty()) {
            return Ruling.asking(Matching.rules(asking), Matching.united(asking, effect))
                    .with(remarks);
        }
        List<RuleEntry> allowing = holding(allow, false, at, conditions, remarks);
        return (allowing.isEmpty() ? Ruling.NO_RULE : Ruling.plain(Ruling.Kind.ALLOWED, Matching.rules(allowing)))
                .with(remarks);
    }

    private static List<RuleEntry> holding(
            List<RuleEntry> entries,
            boolean ifFailed,
            Circumstances at,
            Conditions conditions,
            List<Ruling.Remark> remarks) {
        List<RuleEntry> holding = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            RuleEntry entry = entries.get(i);
            Truth truth = entry.judge(conditions, at);
            if (truth == Truth.HOLDS || truth == Truth.FAILED && ifFailed) {
                holding.add(entry);
            }
            if (truth != Truth.HOLDS) {
                remarks.add(new Ruling.Remark(entry.rule(), truth == Truth.FAILED));
            }
        }
        return holding;
    }
}
