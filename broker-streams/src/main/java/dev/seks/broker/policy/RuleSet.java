// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.catalogue.Effect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All rules that reach one pair of agent and service, wherever they stand, ready to be held against names. */
final class RuleSet {
    private static final Comparator<RuleEntry> IN_FILE_ORDER =
            Comparator.comparingInt((RuleEntry entry) -> entry.rule().line()).thenComparingInt(RuleEntry::column);

    private final List<RuleEntry> deny = new ArrayList<>();
    private final List<RuleEntry> requireApproval = new ArrayList<>();
    private final List<RuleEntry> allow = new ArrayList<>();

    RuleSet(List<ServiceRules> sources) {
        for (ServiceRules source : sources) {
            deny.addAll(source.deny());
            requireApproval.addAll(source.requireApproval());
            allow.addAll(source.allow());
        }
        if (sources.size() > 1) {
            deny.sort(IN_FILE_ORDER);
            requireApproval.sort(IN_FILE_ORDER);
            allow.sort(IN_FILE_ORDER);
        }
    }

    List<RuleEntry> deny() {
        return deny;
    }

    List<RuleEntry> requireApproval() {
        return requireApproval;
    }

    List<RuleEntry> allow() {
        return allow;
    }

    /**
     * {@code effect} is that of the catalogue's action; null where the catalogue has none of that name.
     *
     * <p>INVARIANT: deny, then require_approval, then allow, then nothing; the order within a list changes nothing.
     */
    Ruling evaluate(String action, @Nullable Effect effect) {
        // what the catalogue does not have is denied after all, and is no grant's business
        Effect known = effect == null ? Effect.CREDENTIAL : effect;
        boolean onlyByExactName = effect == Effect.CREDENTIAL;
        List<RuleEntry> denying = matching(deny, action, false);
        List<RuleEntry> always = always(denying);
        if (!always.isEmpty()) {
            return Ruling.plain(Ruling.Kind.DENIED, rules(always));
        }
        List<RuleEntry> asking = matching(requireApproval, action, onlyByExactName);
        if (denying.isEmpty() && !asking.isEmpty() && always(asking).size() == asking.size()) {
            return Ruling.asking(rules(asking), united(asking, known));
        }
        List<RuleEntry> allowing = matching(allow, action, onlyByExactName);
        if (denying.isEmpty() && asking.isEmpty() && always(allowing).size() == allowing.size()) {
            return allowing.isEmpty() ? Ruling.NO_RULE : Ruling.plain(Ruling.Kind.ALLOWED, rules(allowing));
        }
        return Ruling.conditional(new GuardedRules(denying, asking, allowing, known));
    }

    /** Those that hold whatever the circumstances. */
    private static List<RuleEntry> always(List<RuleEntry> entries) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).isGuarded()) {
                return entries.stream().filter(entry -> !entry.isGuarded()).toList();
            }
        }
        return entries;
    }

    private static List<RuleEntry> matching(List<RuleEntry> entries, String action, boolean onlyByExactName) {
        List<RuleEntry> matching = List.of();
        for (int i = 0; i < entries.size(); i++) {
            RuleEntry entry = entries.get(i);
            if (entry.holdsFor(action, onlyByExactName)) {
                matching = matching.isEmpty() ? new ArrayList<>(2) : matching;
                matching.add(entry);
            }
        }
        return matching;
    }

    static List<Rule> rules(List<RuleEntry> entries) {
        return entries.stream().map(RuleEntry::rule).toList();
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
