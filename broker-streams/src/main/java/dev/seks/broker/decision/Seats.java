// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.ApprovalAssurance;
import dev.seks.schemas.record.ApprovalRequirement;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.record.VerdictGiven;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether people are enough for an approval.
 *
 * <p>INVARIANT: every group that is asked is filled by a person of its own, and each requirement by as many different
 * people of its groups as its quorum; one person never fills two seats. Once a requirement is escalated, people of the
 * groups that it was escalated to may take its seats and count for it.
 */
final class Seats {
    private final List<Set<String>> seats;

    /** {@code seats}: who, of those who approve, may take each. */
    private Seats(List<Set<String>> seats) {
        this.seats = seats;
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
        List<ApprovalRequirement> requirements = approval.getRequirements();
        if (requirements == null) {
            return true;
        }
        Map<String, Set<String>> members = new HashMap<>();
        approval.getApprovers().forEach(group -> members.put(group.getGroup(), new HashSet<>(group.getPeople())));
        Map<String, Set<String>> seats = new LinkedHashMap<>();
        for (ApprovalRequirement requirement : requirements) {
            Set<String> later = members(members, Escalating.askedToo(List.of(requirement)));
            Set<String> counted = members(members, requirement.getGroups());
            counted.addAll(later);
            counted.retainAll(people);
            if (counted.size() < requirement.getQuorum()) {
                return false;
            }
            for (String group : requirement.getGroups()) {
                Set<String> takers = members(members, List.of(group));
                takers.addAll(later);
                takers.retainAll(people);
                seats.merge(group, takers, Seats::common);
            }
        }
        return new Seats(List.copyOf(seats.values())).haveOneEach();
    }

    private static Set<String> members(Map<String, Set<String>> members, Collection<String> groups) {
        Set<String> people = new LinkedHashSet<>();
        groups.forEach(group -> people.addAll(members.getOrDefault(group, Set.of())));
        return people;
    }

    /** Where several rules ask a group, its seat takes only whom all of them let sit there. */
    private static Set<String> common(Set<String> one, Set<String> other) {
        one.retainAll(other);
        return one;
    }

    /** Seats people one group after the other, moving those who sit to another of their groups where that makes room. */
    private boolean haveOneEach() {
        Map<String, Integer> seated = new HashMap<>();
        for (int seat = 0; seat < seats.size(); seat++) {
            if (!fill(seat, seated, new HashSet<>())) {
                return false;
            }
        }
        return true;
    }

    private boolean fill(int seat, Map<String, Integer> seated, Set<String> tried) {
        for (String person : seats.get(seat)) {
            if (tried.add(person)) {
                Integer other = seated.get(person);
                if (other == null || fill(other, seated, tried)) {
                    seated.put(person, seat);
                    return true;
                }
            }
        }
        return false;
    }
}
