// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.catalogue.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rules that reach one pair of agent and service, wherever they stand, ready to be held against names. */
final class RuleSet {
    private final List<RuleEntry> deny;
    private final List<RuleEntry> requireApproval;
    private final List<RuleEntry> allow;

    RuleSet(List<ServiceRules> sources) {
        this.deny = all(sources, ServiceRules::deny);
        this.requireApproval = all(sources, ServiceRules::requireApproval);
        this.allow = all(sources, ServiceRules::allow);
    }

    /** In the order of the file, in which one source has its rules already. */
    private static List<RuleEntry> all(List<ServiceRules> sources, Function<ServiceRules, List<RuleEntry>> list) {
        return sources.size() == 1
                ? list.apply(sources.get(0))
                : sources.stream()
                        .flatMap(source -> list.apply(source).stream())
                        .sorted(Matching.IN_FILE_ORDER)
                        .toList();
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

    /** {@code effect} is that of the catalogue's action; null where the catalogue has none of that name. */
    Matching matching(String action, @Nullable Effect effect) {
        boolean onlyByExactName = effect == Effect.CREDENTIAL;
        return Matching.of(
                matching(deny, action, false),
                matching(requireApproval, action, onlyByExactName),
                matching(allow, action, onlyByExactName),
                // what the catalogue does not have is denied after all, and is no grant's business
                effect == null ? Effect.CREDENTIAL : effect);
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
}
