// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What holds where a rule does not say otherwise.
 *
 * @param quorum empty where it is the number of groups
 * @param grantable empty where it depends on the action's effect
 * @param escalation empty where nobody is asked later
 */
record Defaults(
        List<String> approvers,
        Optional<Integer> quorum,
        Duration expiresIn,
        Assurance assurance,
        Optional<Boolean> grantable,
        Optional<Escalation> escalation) {
    static final Duration EXPIRES_IN = Duration.ofMinutes(15);
    static final Duration EXECUTE_WITHIN = Duration.ofMinutes(2);
    static final int MAX_OPEN_APPROVALS = 50;
    static final Assurance ASSURANCE = Assurance.CHAT;

    /** The group that approves where a policy names nobody else; who is in it stands in the bundle, not in the file. */
    static final String OPERATORS = "operators";

    static final Defaults BUILT_IN = new Defaults(
            List.of(OPERATORS), Optional.empty(), EXPIRES_IN, ASSURANCE, Optional.empty(), Optional.empty());

    Defaults {
        approvers = List.copyOf(approvers);
    }

    /** What a rule asks for that says nothing about it. */
    Asking asking() {
        return new Asking(requirement(approvers).escalating(escalation), expiresIn, assurance, grantable);
    }

    /** One seat for each of these groups, and no fewer people than the default quorum. */
    Requirement requirement(List<String> groups) {
        return new Requirement(groups, Math.max(groups.size(), quorum.orElse(0)));
    }
}
