// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.ApprovalAssurance;
import dev.seks.schemas.record.ApprovalRequirement;
import dev.seks.schemas.record.ApproverGroup;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.record.VerdictGiven;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether people are enough for an approval.
 *
 * <p>INVARIANT: every group that is asked is filled by a person of its own, and each requirement by as many different
 * people of its groups as its quorum; one person never fills two seats.
 */
final class Seats {
    private final List<ApproverGroup> groups;
    private final Set<String> people;

    private Seats(List<ApproverGroup> groups, Set<String> people) {
        this.groups = groups;
        this.people = people;
    }

    /** Whether the approvals given so far complete it. */
    static boolean areFilled(Approval approval) {
        return areFilled(approval, approving(approval));
    }

    /** Whether it could be completed if everybody approved who may. */
    static boolean canBeFilled(Approval approval) {
        Set<String> everybody = new HashSet<>();
        approval.getApprovers().forEach(group -> everybody.addAll(group.getPeople()));
        return areFilled(approval, everybody);
    }

    /** Those who approved, still may, and were as sure to be who they are as it takes by now. */
    static Set<String> approving(Approval approval) {
        Set<String> people = new LinkedHashSet<>();
        for (VerdictGiven given : approval.getVerdicts()) {
            if (!isSureEnough(approval, given.getChannel(), given.getVerdict())) {
                continue;
            }
            boolean mayStill = approval.getApprovers().stream()
                    .anyMatch(group -> group.getPeople().contains(given.getPerson()));
            if (given.getVerdict() == VerdictChoice.APPROVE && mayStill) {
                people.add(given.getPerson());
            }
        }
        return people;
    }

    /** A chat proves less than a sign-on, and an unknown channel proves nothing; a denial takes no proof. */
    static boolean isSureEnough(Approval approval, Channel channel, VerdictChoice choice) {
        return approval.getAssurance() != ApprovalAssurance.SSO || isSignedOn(channel) || choice == VerdictChoice.DENY;
    }

    /** Whether who speaks there has signed on. */
    static boolean isSignedOn(Channel channel) {
        return switch (channel) {
            case WEB, CLI, API -> true;
            case SLACK, UNKNOWN -> false;
        };
    }

    private static boolean areFilled(Approval approval, Set<String> people) {
        if (people.size() < Math.max(1, approval.getQuorum())) {
            return false;
        }
        List<ApproverGroup> groups = approval.getApprovers();
        List<ApprovalRequirement> requirements = approval.getRequirements();
        if (requirements == null) {
            return true;
        }
        for (ApprovalRequirement requirement : requirements) {
            if (count(groups, requirement.getGroups(), people) < requirement.getQuorum()) {
                return false;
            }
        }
        return new Seats(groups, people).haveOneEach();
    }

    private static int count(List<ApproverGroup> groups, List<String> names, Set<String> people) {
        Set<String> counted = new HashSet<>();
        for (ApproverGroup group : groups) {
            if (names.contains(group.getGroup())) {
                group.getPeople().stream().filter(people::contains).forEach(counted::add);
            }
        }
        return counted.size();
    }

    /** Seats people one group after the other, moving those who sit to another of their groups where that makes room. */
    private boolean haveOneEach() {
        Map<String, ApproverGroup> seated = new HashMap<>();
        for (ApproverGroup group : groups) {
            if (!seat(group, seated, new HashSet<>())) {
                return false;
            }
        }
        return true;
    }

    private boolean seat(ApproverGroup group, Map<String, ApproverGroup> seated, Set<String> tried) {
        for (String person : group.getPeople()) {
            if (people.contains(person) && tried.add(person)) {
                ApproverGroup other = seated.get(person);
                if (other == null || seat(other, seated, tried)) {
                    seated.put(person, group);
                    return true;
                }
            }
        }
        return false;
    }
}
