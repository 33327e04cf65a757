// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.approval;

import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.ApprovalRequirement;
import dev.seks.schemas.record.Escalation;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads from an approval who is asked too when nobody decides, and when. */
public final class Escalations {
    private Escalations() {}

    /**
     * Whom an approval asks beside those it asked from the first.
     *
     * @param at when; for those still to be asked, unless it is decided before
     * @param groups their names, each once
     */
    public record Step(Instant at, List<String> groups) {
        public Step {
            groups = List.copyOf(groups);
        }
    }

    /** The next step; empty when there is none before the approval expires. */
    public static Optional<Step> next(Approval approval) {
        return pending(approval)
                .map(Escalation::getAt)
                .min(Instant::compareTo)
                .map(at -> new Step(
                        at,
                        names(pending(approval)
                                .filter(escalation -> escalation.getAt().equals(at)))));
    }

    /** The steps already taken as one, with the time of the last; empty when there was none. */
    public static Optional<Step> taken(Approval approval) {
        return done(approval)
                .map(Escalation::getAt)
                .max(Instant::compareTo)
                .map(at -> new Step(at, names(done(approval))));
    }

    private static Stream<Escalation> done(Approval approval) {
        return all(approval).filter(Escalation::getDone);
    }

    private static Stream<Escalation> pending(Approval approval) {
        return all(approval)
                .filter(escalation ->
                        !escalation.getDone() && escalation.getAt().isBefore(approval.getExpiresAt()));
    }

    private static Stream<Escalation> all(Approval approval) {
        List<ApprovalRequirement> requirements = approval.getRequirements();
        return requirements == null
                ? Stream.empty()
                : requirements.stream().map(ApprovalRequirement::getEscalation).filter(Objects::nonNull);
    }

    private static List<String> names(Stream<Escalation> escalations) {
        Set<String> names = new LinkedHashSet<>();
        escalations.forEach(escalation -> names.addAll(escalation.getGroups()));
        return List.copyOf(names);
    }
}
