// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.ApprovalRequirement;
import dev.seks.schemas.record.ApproverGroup;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.record.VerdictGiven;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeatsTest {
    private static final long SEED = Long.getLong("seks.seed", 20_261_123L);

    @Test
    void seatsADifferentPersonInEachGroup() {
        List<ApproverGroup> groups =
                List.of(new ApproverGroup("g", List.of("ann", "mika")), new ApproverGroup("h", List.of("ann")));
        List<ApprovalRequirement> both = List.of(new ApprovalRequirement(List.of("g", "h"), 2));

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
                List<String> names =
                        some(groups.stream().map(ApproverGroup::getGroup).toList(), random);
                requirements.add(new ApprovalRequirement(names, Math.max(1, names.size()) + random.nextInt(2)));
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

    private static boolean byTrying(
            List<ApproverGroup> groups, List<ApprovalRequirement> requirements, List<String> approving) {
        for (ApprovalRequirement requirement : requirements) {
            Set<String> counted = new HashSet<>();
            groups.stream()
                    .filter(group -> requirement.getGroups().contains(group.getGroup()))
                    .forEach(group -> counted.addAll(group.getPeople()));
            counted.retainAll(approving);
            if (counted.size() < requirement.getQuorum()) {
                return false;
            }
        }
        return seat(groups, 0, approving, new HashMap<>());
    }

    private static boolean seat(
            List<ApproverGroup> groups, int next, List<String> approving, Map<String, String> seated) {
        if (next == groups.size()) {
            return true;
        }
        for (String person : groups.get(next).getPeople()) {
            if (approving.contains(person) && !seated.containsKey(person)) {
                Map<String, String> more = new HashMap<>(seated);
                more.put(person, groups.get(next).getGroup());
                if (seat(groups, next + 1, approving, more)) {
                    return true;
                }
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
                        .map(person ->
                                new VerdictGiven(person, Channel.WEB, VerdictChoice.APPROVE, null, Instant.EPOCH, null))
                        .toList())
                .setRequirements(requirements)
                .build();
    }
}
