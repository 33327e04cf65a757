// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.List;

/** What one approval rule asks for: a person of each of these groups, and at least so many different people of them. */
public record Requirement(List<String> groups, int quorum) {
    public Requirement {
        groups = List.copyOf(groups);
        if (groups.isEmpty() || quorum < groups.size()) {
            throw new IllegalArgumentException("quorum " + quorum + " of " + groups.size()
                    + " groups, expected at least one group and as many people");
        }
    }
}
