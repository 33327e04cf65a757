// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.catalogue.Effect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The rules that match one action by name, each list in the order of the file, and what they come to.
 *
 * @param effect what the action does; CREDENTIAL where the catalogue does not have the action
 */
record Matching(
        List<RuleEntry> deny, List<RuleEntry> requireApproval, List<RuleEntry> allow, Effect effect, Ruling ruling) {
    static final Comparator<RuleEntry> IN_FILE_ORDER =
            Comparator.comparingInt((RuleEntry entry) -> entry.rule().line()).thenComparingInt(RuleEntry::column);

    /** No rule matches. */
    static final Matching NOTHING = new Matching(List.of(), List.of(), List.of(), Effect.CREDENTIAL, Ruling.NO_RULE);

    /** These rules; each list must be in the order of the file. */
    static Matching of(List<RuleEntry> deny, List<RuleEntry> requireApproval, List<RuleEntry> allow, Effect effect) {
        return deny.isEmpty() && requireApproval.isEmpty() && allow.isEmpty()
                ? NOTHING
                : new Matching(deny, requireApproval, allow, effect, ruling(deny, requireApproval, allow, effect));
    }

    /** INVARIANT: deny, then require_approval, then allow, then nothing; the order within a list changes nothing. */
    private static Ruling ruling(
            List<RuleEntry> deny, List<RuleEntry> requireApproval, List<RuleEntry> allow, Effect effect) {
        List<RuleEntry> always = always(deny);
        if (!always.isEmpty()) {
            return Ruling.plain(Ruling.Kind.DENIED, rules(always));
        }
        if (deny.isEmpty() && !requireApproval.isEmpty() && isAlways(requireApproval)) {
            return Ruling.asking(rules(requireApproval), united(requireApproval, effect));
        }
        if (deny.isEmpty() && requireApproval.isEmpty() && isAlways(allow)) {
            return Ruling.plain(Ruling.Kind.ALLOWED, rules(allow));
        }
        return Ruling.conditional(new GuardedRules(deny, requireApproval, allow, effect));
    }

    /** These rules and those of another place, for the same action. */
    Matching and(Matching other) {
        if (this == NOTHING) {
            return other;
        }
        if (other == NOTHING || isDenial() && !other.isDenial()) {
            return this; // a deny rule that always holds outranks whatever else there is
        }
        if (other.isDenial() && !isDenial()) {
            return other;
        }
        return of(
                merged(deny, other.deny),
                merged(requireApproval, other.requireApproval),
                merged(allow, other.allow),
                effect);
    }

    /** The rules that it comes to whatever the circumstances; none where that is open. */
    List<RuleEntry> plain() {
        return switch (ruling.kind()) {
            case DENIED -> always(deny);
            case ALLOWED -> allow;
            default -> List.of();
        };
    }

    private boolean isDenial() {
        return ruling.kind() == Ruling.Kind.DENIED;
    }

    /** Both lists in the order of the file. */
    private static List<RuleEntry> merged(List<RuleEntry> one, List<RuleEntry> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        List<RuleEntry> merged = new ArrayList<>(one.size() + other.size());
        int next = 0;
        for (int i = 0; i < one.size(); i++) {
            while (next < other.size() && IN_FILE_ORDER.compare(other.get(next), one.get(i)) < 0) {
                merged.add(other.get(next++));
            }
            merged.add(one.get(i));
        }
        merged.addAll(other.subList(next, other.size()));
        return merged;
    }

    /** Those that hold whatever the circumstances. */
    private static List<RuleEntry> always(List<RuleEntry> entries) {
        return isAlways(entries)
                ? entries
                : entries.stream().filter(entry -> !entry.isGuarded()).toList();
    }

    private static boolean isAlways(List<RuleEntry> entries) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).isGuarded()) {
                return false;
            }
        }
        return true;
    }

    static List<Rule> rules(List<RuleEntry> entries) {
        Rule[] rules = new Rule[entries.size()];
        for (int i = 0; i < rules.length; i++) {
            rules[i] = entries.get(i).rule();
        }
        return List.of(rules);
    }

    /** All that ask, together. */
    static ApprovalTerms united(List<RuleEntry> asking, Effect effect) {
        ApprovalTerms terms = null;
        for (RuleEntry entry : asking) {
            ApprovalTerms one = entry.asking().terms(effect);
            terms = terms == null ? one : terms.and(one);
        }
        return terms;
    }
}
