// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one approval rule asks for: a person of each of these groups, and at least so many different people of them.
 *
 * @param escalation who may take their seats too when it waits for long
 */
public record Requirement(List<String> groups, int quorum, Optional<Escalation> escalation) {
    public Requirement {
        groups = List.copyOf(groups);
        if (groups.isEmpty() || quorum < groups.size()) {
            throw new IllegalArgumentException("quorum " + quorum + " of " + groups.size()
                    + " groups, expected at least one group and as many people");
        }
    }

    /** The same with this escalation, without the groups that are asked anyway; none where no group is left. */
    Requirement escalating(Optional<Escalation> wanted) {
        return new Requirement(
                groups,
                quorum,
                wanted.map(escalation -> escalation.groups().stream()
                                .filter(group -> !groups.contains(group))
                                .toList())
                        .filter(others -> !others.isEmpty())
                        .map(others -> new Escalation(wanted.get().after(), others)));
    }

    /**
     * This and another one of the same groups and quorum: who escalates neither sooner nor to others than both say.
     *
     * <p>INVARIANT: a group is asked later only where every rule that asks for the same says so.
     */
    Requirement and(Requirement other) {
        return new Requirement(groups, quorum, escalation.flatMap(own -> other.escalation.flatMap(own::and)));
    }

    /** The groups that it ever asks. */
    List<String> everyGroup() {
        return Stream.concat(groups.stream(), escalation.stream().flatMap(later -> later.groups().stream()))
                .toList();
    }

    boolean asksForTheSame(Requirement other) {
        return groups.equals(other.groups) && quorum == other.quorum;
    }

    /** A requirement that only its own groups ever meet. */
    public Requirement(List<String> groups, int quorum) {
        this(groups, quorum, Optional.empty());
    }
}
