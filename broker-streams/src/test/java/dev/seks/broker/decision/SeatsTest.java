// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.ApprovalRequirement;
import dev.seks.schemas.record.ApproverGroup;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.Escalation;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.record.VerdictGiven;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeatsTest {
    private static final long SEED = Long.getLong("seks.seed", 20_261_123L);

    @Test
    void seatsADifferentPersonInEachGroup() {
        List<ApproverGroup> groups =
                List.of(new ApproverGroup("g", List.of("ann", "mika")), new ApproverGroup("h", List.of("ann")));
        List<ApprovalRequirement> both = List.of(new ApprovalRequirement(List.of("g", "h"), 2, null));

        assertThat(Seats.areFilled(approval(groups, both, List.of("ann")))).isFalse();
        assertThat(Seats.areFilled(approval(groups, both, List.of("mika")))).isFalse();
        assertThat(Seats.areFilled(approval(groups, both, List.of("mika", "mallory"))))
                .isFalse();
        assertThat(Seats.areFilled(approval(groups, both, List.of("ann", "mika"))))
                .isTrue();
    }

    @Test
    void agreesWithTryingEverySeating() {
        Random random = new Random(SEED);
        int filled = 0;
        for (int round = 0; round < 20_000; round++) {
            List<ApproverGroup> groups = new ArrayList<>();
            for (String name : List.of("g", "h", "i").subList(0, 1 + random.nextInt(3))) {
                groups.add(new ApproverGroup(name, some(List.of("a", "b", "c", "d"), random)));
            }
            List<ApprovalRequirement> requirements = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(2); i++) {
                List<String> all = groups.stream().map(ApproverGroup::getGroup).toList();
                List<String> drawn = some(all, random);
                List<String> names = drawn.isEmpty() ? all : drawn;
                requirements.add(
                        new ApprovalRequirement(names, names.size() + random.nextInt(2), escalation(groups, random)));
            }
            List<String> approving = some(List.of("a", "b", "c", "d", "e"), random);

            boolean expected = byTrying(groups, requirements, approving);

            assertThat(Seats.areFilled(approval(groups, requirements, approving)))
                    .as("seed %d, round %d: %s %s %s", SEED, round, groups, requirements, approving)
                    .isEqualTo(expected);
            filled += expected ? 1 : 0;
        }
        assertThat(filled).isBetween(1_000, 19_000);
    }

    /** None, one that is to come, or one that has come. */
    private static @Nullable Escalation escalation(List<ApproverGroup> groups, Random random) {
        List<String> names = some(groups.stream().map(ApproverGroup::getGroup).toList(), random);
        int drawn = random.nextInt(4);
        return drawn == 0 || names.isEmpty() ? null : new Escalation(names, Instant.EPOCH, drawn != 1);
    }

    /** Whether a requirement lets a person sit for a group. */
    private static boolean lets(
            ApprovalRequirement requirement, List<ApproverGroup> groups, String group, String person) {
        Escalation later = requirement.getEscalation();
        return groups.stream()
                .filter(one -> one.getGroup().equals(group)
                        || (later != null
                                && later.getDone()
                                && later.getGroups().contains(one.getGroup())))
                .anyMatch(one -> one.getPeople().contains(person));
    }

    private static boolean byTrying(
            List<ApproverGroup> groups, List<ApprovalRequirement> requirements, List<String> approving) {
        Set<String> seats = new LinkedHashSet<>();
        for (ApprovalRequirement requirement : requirements) {
            seats.addAll(requirement.getGroups());
            long counted = approving.stream()
                    .filter(person -> requirement.getGroups().stream()
                            .anyMatch(group -> lets(requirement, groups, group, person)))
                    .count();
            if (counted < requirement.getQuorum()) {
                return false;
            }
        }
        return seat(
                List.copyOf(seats),
                approving,
                (group, person) -> requirements.stream()
                        .filter(requirement -> requirement.getGroups().contains(group))
                        .allMatch(requirement -> lets(requirement, groups, group, person)));
    }

    private static boolean seat(List<String> seats, List<String> free, BiPredicate<String, String> may) {
        if (seats.isEmpty()) {
            return true;
        }
        for (String person : free) {
            List<String> others =
                    free.stream().filter(other -> !other.equals(person)).toList();
            if (may.test(seats.get(0), person) && seat(seats.subList(1, seats.size()), others, may)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> some(List<String> all, Random random) {
        return all.stream().filter(one -> random.nextInt(3) > 0).toList();
    }

    private static Approval approval(
            List<ApproverGroup> groups, List<ApprovalRequirement> requirements, List<String> approving) {
        return Approval.newBuilder()
                .setApprovers(groups)
                .setQuorum(1)
                .setExpiresAt(Instant.EPOCH)
                .setVerdicts(approving.stream()
                        .map(person -> new VerdictGiven(
                                person, Channel.WEB, VerdictChoice.APPROVE, null, Instant.EPOCH, null, null, null))
                        .toList())
                .setRequirements(requirements)
                .build();
    }
}
