// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.broker.policy.ApprovalTerms;
import dev.seks.broker.policy.Bearing;
import dev.seks.broker.policy.Ruling;
import dev.seks.broker.policy.Sample;
import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.record.Reason;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One of two policies that are compared, asked about single actions. */
final class Standpoint {
    private static final Instant ANY_TIME = Instant.EPOCH;

    private final Comparison.Side side;
    private final ActivePolicy policy;
    private final Map<Seating, Boolean> fillable = new HashMap<>();

    private record Seating(ApprovalTerms terms, Optional<String> owner) {}

    Standpoint(Comparison.Side side) {
        this.side = side;
        this.policy = new ActivePolicy(
                new byte[0],
                "",
                "",
                1,
                side.rules(),
                side.catalogue().orElseGet(ActionCatalogue::empty),
                side.operators());
    }

    Comparison.Side side() {
        return side;
    }

    Bearing bearing(String agent, Sample sample) {
        Ruling ruling = side.rules().rule(agent, sample.service(), sample.action());
        return isUnknown(sample) || hasNoApprover(agent, ruling) ? Bearing.DENIED : Bearing.of(ruling);
    }

    Comparison.Stance stance(String agent, Sample sample) {
        Ruling ruling = side.rules().rule(agent, sample.service(), sample.action());
        return new Comparison.Stance(
                bearing(agent, sample),
                switch (ruling.kind()) {
                    case UNKNOWN_AGENT -> Optional.of(Reason.UNKNOWN_AGENT);
                    case UNKNOWN_SERVICE -> Optional.of(Reason.UNKNOWN_SERVICE);
                    case NO_RULE -> Optional.of(Reason.NO_RULE);
                    case DENIED -> Optional.of(Reason.DENIED_BY_RULE);
                    case CONDITIONAL, APPROVAL, ALLOWED -> permitted(agent, sample, ruling);
                },
                ruling.rules());
    }

    private Optional<Reason> permitted(String agent, Sample sample, Ruling ruling) {
        if (isUnknown(sample)) {
            return Optional.of(Reason.UNKNOWN_ACTION);
        } else if (hasNoApprover(agent, ruling)) {
            return Optional.of(Reason.NO_APPROVER);
        }
        return switch (ruling.kind()) {
            case APPROVAL -> Optional.of(Reason.APPROVAL_REQUIRED);
            case ALLOWED -> Optional.of(Reason.ALLOWED_BY_RULE);
            case UNKNOWN_AGENT, UNKNOWN_SERVICE, DENIED, NO_RULE, CONDITIONAL -> Optional.empty();
        };
    }

    private boolean isUnknown(Sample sample) {
        return side.catalogue().isPresent()
                && side.catalogue()
                        .get()
                        .action(sample.service(), sample.action())
                        .isEmpty();
    }

    /** Whether nobody, or too few, could approve. */
    private boolean hasNoApprover(String agent, Ruling ruling) {
        ApprovalTerms terms = ruling.approval();
        return terms != null
                && !fillable.computeIfAbsent(
                        new Seating(terms, side.rules().owner(agent)),
                        seating -> Seats.canBeFilled(new Approvals(policy, agent).open(terms, ANY_TIME)));
    }
}
