// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What an approval takes, united over all rules that ask for one.
 *
 * @param requirements each must be met; none stands twice
 * @param expiresIn after how long it is denied when it is not complete
 * @param grantable whether a grant may stand in for people
 */
public record ApprovalTerms(
        List<Requirement> requirements, Duration expiresIn, Assurance assurance, boolean grantable) {
    /** What asks for more different things is more than an approval can be: it is denied, so the rest is left out. */
    public static final int MAX_REQUIREMENTS = 32;

    public ApprovalTerms {
        requirements = List.copyOf(requirements);
        if (requirements.isEmpty()) {
            throw new IllegalArgumentException("approval without a requirement, expected at least one");
        }
    }

    /** INVARIANT: uniting never asks for less than either side. */
    ApprovalTerms and(ApprovalTerms other) {
        List<Requirement> all = new ArrayList<>(requirements);
        for (Requirement requirement : other.requirements) {
            unite(all, requirement);
        }
        return new ApprovalTerms(
                all,
                expiresIn.compareTo(other.expiresIn) <= 0 ? expiresIn : other.expiresIn,
                assurance.orHigher(other.assurance),
                grantable && other.grantable);
    }

    private static void unite(List<Requirement> all, Requirement more) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).asksForTheSame(more)) {
                all.set(i, all.get(i).and(more));
                return;
            }
        }
        if (all.size() <= MAX_REQUIREMENTS) {
            all.add(more);
        }
    }
}
