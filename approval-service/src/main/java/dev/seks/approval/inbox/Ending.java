// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.inbox;

import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.record.VerdictGiven;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a request ended, in words for people.
 *
 * @param what e.g. {@code approved} or {@code cancelled by the agent}
 * @param people who brought it about, by the names that the policy uses; none where nobody did
 */
public record Ending(Tone tone, String what, List<String> people) {

    /** Whether it may run, may not, or was left lying. */
    public enum Tone {
        APPROVED,
        DENIED,
        EXPIRED
    }

    /** Empty while it waits. */
    public static Optional<Ending> of(InboxEntry entry, Instant now) {
        return switch (entry.state(now)) {
            case OPEN -> Optional.empty();
            case EXPIRED -> Optional.of(new Ending(Tone.EXPIRED, "expired", List.of()));
            case DECIDED -> Optional.of(of(entry.latest()));
        };
    }

    private static Ending of(Decision decision) {
        Tone tone = decision.getOutcome() == Outcome.APPROVED ? Tone.APPROVED : Tone.DENIED;
        return switch (decision.getReason()) {
            case APPROVED_BY_PEOPLE -> new Ending(tone, "approved", people(decision, VerdictChoice.APPROVE));
            case DENIED_BY_PERSON -> new Ending(tone, "denied", people(decision, VerdictChoice.DENY));
            case APPROVAL_EXPIRED -> new Ending(Tone.EXPIRED, "expired", List.of());
            case CANCELLED -> new Ending(tone, "cancelled by the agent", List.of());
            case FROZEN -> new Ending(tone, "denied: frozen", List.of());
            case ACTION_CHANGED -> new Ending(tone, "denied: the action was changed", List.of());
            case ALLOWED_BY_RULE,
                    ALLOWED_BY_GRANT,
                    APPROVAL_REQUIRED,
                    DENIED_BY_RULE,
                    NO_RULE,
                    NO_APPROVER,
                    UNKNOWN_AGENT,
                    UNKNOWN_SERVICE,
                    UNKNOWN_ACTION,
                    INVALID_PARAMS,
                    RATE_LIMITED,
                    BUDGET_EXCEEDED,
                    MALFORMED,
                    MISROUTED,
                    NOT_AUTHENTICATED,
                    REPLAY_CONFLICT,
                    STALE,
                    NO_POLICY,
                    INTERNAL_ERROR ->
                new Ending(tone, word(tone.name()) + ": " + word(decision.getReason()), List.of());
        };
    }

    private static String word(Reason reason) {
        return word(reason.name()).replace('_', ' ');
    }

    private static String word(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static List<String> people(Decision decision, VerdictChoice choice) {
        Approval approval = decision.getApproval();
        return approval == null
                ? List.of()
                : approval.getVerdicts().stream()
                        .filter(given -> given.getVerdict() == choice)
                        .map(VerdictGiven::getPerson)
                        .toList();
    }
}
