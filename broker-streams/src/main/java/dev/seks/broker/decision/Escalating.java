// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.ApprovalRequirement;
import dev.seks.schemas.record.Escalation;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who is asked too about a request that nobody decided for some time.
 *
 * <p>INVARIANT: no fewer people must approve it than before, and whoever was asked stays asked. Each requirement is
 * escalated at most once.
 */
final class Escalating {
    private Escalating() {}

    private static boolean isDue(ApprovalRequirement requirement, Instant now) {
        Escalation escalation = requirement.getEscalation();
        return escalation != null
                && !escalation.getDone()
                && !escalation.getAt().isAfter(now);
    }

    /** The approval with all that is due at {@code now} done; whom that brings in is for the policy in force to say. */
    static Approval done(Approval approval, Instant now) {
        return Approvals.with(
                approval,
                approval.getApprovers(),
                approval.getRequirements().stream()
                        .map(requirement -> isDue(requirement, now)
                                ? with(
                                        requirement,
                                        new Escalation(
                                                requirement.getEscalation().getGroups(), now, true))
                                : requirement)
                        .toList());
    }

    /** The approval as it was before anybody was asked later, and as if nobody ever were. */
    static Approval undone(Approval approval) {
        if (approval.getRequirements() == null) {
            return approval;
        }
        List<ApprovalRequirement> requirements = approval.getRequirements().stream()
                .map(requirement -> with(requirement, null))
                .toList();
        Set<String> seats = requirements.stream()
                .flatMap(requirement -> requirement.getGroups().stream())
                .collect(Collectors.toSet());
        return Approvals.with(
                approval,
                approval.getApprovers().stream()
                        .filter(group -> seats.contains(group.getGroup()))
                        .toList(),
                requirements);
    }

    /** The groups that were asked later, each once. */
    static Set<String> askedToo(List<ApprovalRequirement> requirements) {
        Set<String> groups = new LinkedHashSet<>();
        for (ApprovalRequirement requirement : requirements) {
            Escalation escalation = requirement.getEscalation();
            if (escalation != null && escalation.getDone()) {
                groups.addAll(escalation.getGroups());
            }
        }
        return groups;
    }

    /** Adds a requirement of the policy in force to those that wait, once. */
    static void unite(List<ApprovalRequirement> waiting, ApprovalRequirement more) {
        for (int i = 0; i < waiting.size(); i++) {
            ApprovalRequirement before = waiting.get(i);
            if (before.getGroups().equals(more.getGroups()) && before.getQuorum() == more.getQuorum()) {
                waiting.set(i, with(before, both(before.getEscalation(), more.getEscalation())));
                return;
            }
        }
        waiting.add(more);
    }

    /** What the request waited for and the policy in force both say: what is done stays done, the rest comes no sooner. */
    private static @Nullable Escalation both(@Nullable Escalation waiting, @Nullable Escalation now) {
        if (waiting == null || now == null) {
            return null;
        }
        List<String> common =
                waiting.getGroups().stream().filter(now.getGroups()::contains).toList();
        boolean isLater = !waiting.getDone() && now.getAt().isAfter(waiting.getAt());
        return common.isEmpty()
                ? null
                : new Escalation(common, isLater ? now.getAt() : waiting.getAt(), waiting.getDone());
    }

    private static ApprovalRequirement with(ApprovalRequirement requirement, @Nullable Escalation escalation) {
        return new ApprovalRequirement(requirement.getGroups(), requirement.getQuorum(), escalation);
    }
}
