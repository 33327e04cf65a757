// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who is asked too about a request that nobody has decided for some time: people of these groups may take seats then. */
public record Escalation(Duration after, List<String> groups) {
    public Escalation {
        groups = List.copyOf(groups);
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("escalation to no group, expected at least one");
        }
    }

    /** The later of both, to the groups of both; empty where they have none in common. */
    Optional<Escalation> and(Escalation other) {
        List<String> common = groups.stream().filter(other.groups::contains).toList();
        return common.isEmpty()
                ? Optional.empty()
                : Optional.of(new Escalation(after.compareTo(other.after) >= 0 ? after : other.after, common));
    }
}
