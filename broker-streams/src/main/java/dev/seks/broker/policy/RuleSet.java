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
        boolean onlyByExactName = effect == Effect.CREDENTIAL;
        List<RuleEntry> denying = matching(deny, action, false);
        if (!denying.isEmpty()) {
            return new Ruling(Ruling.Kind.DENIED, rules(denying), null);
        }
        List<RuleEntry> asking = matching(requireApproval, action, onlyByExactName);
        if (!asking.isEmpty()) {
            return new Ruling(Ruling.Kind.APPROVAL, rules(asking), united(asking, effect));
        }
        List<RuleEntry> allowing = matching(allow, action, onlyByExactName);
        return allowing.isEmpty() ? Ruling.NO_RULE : new Ruling(Ruling.Kind.ALLOWED, rules(allowing), null);
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

    private static List<Rule> rules(List<RuleEntry> entries) {
        return entries.stream().map(RuleEntry::rule).toList();
    }

    /** All that ask, together; what the catalogue does not have is no grant's business. */
    private static ApprovalTerms united(List<RuleEntry> asking, @Nullable Effect effect) {
        ApprovalTerms terms = null;
        for (RuleEntry entry : asking) {
            ApprovalTerms one = entry.asking().terms(effect == null ? Effect.CREDENTIAL : effect);
            terms = terms == null ? one : terms.and(one);
        }
        return terms;
    }
}
