// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.audit;

import dev.seks.cli.option.TimeOption;
import dev.seks.schemas.record.Attempt;
import dev.seks.schemas.record.AttemptIdentity;
import dev.seks.schemas.record.AttemptReason;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which attempts are asked for; all that is not asked for is left open. */
final class AttemptFilter {
    @Option(
            names = "--since",
            paramLabel = "T",
            converter = TimeOption.class,
            description = "Written at this time or later: RFC 3339, or how long ago, e.g. 10m, 2h, 7d.")
    private @Nullable Instant since;

    @Option(
            names = "--until",
            paramLabel = "T",
            converter = TimeOption.class,
            description = "Written at this time or earlier.")
    private @Nullable Instant until;

    @Option(
            names = "--person",
            paramLabel = "P",
            description = "Of this person of the policy, or of whoever has this address, or this name with a provider"
                    + " or in Slack.")
    private @Nullable String person;

    @Option(names = "--reason", paramLabel = "R", description = "Refused for this reason, e.g. NOT_ENTITLED.")
    private @Nullable AttemptReason reason;

    Optional<Instant> since() {
        return Optional.ofNullable(since);
    }

    Optional<Instant> until() {
        return Optional.ofNullable(until);
    }

    boolean admits(Instant written) {
        return (since == null || !written.isBefore(since)) && (until == null || !written.isAfter(until));
    }

    boolean admits(Attempt attempt) {
        return (reason == null || reason == attempt.getReason()) && (person == null || isOf(person, attempt));
    }

    private static boolean isOf(String wanted, Attempt attempt) {
        AttemptIdentity identity = attempt.getIdentity();
        return wanted.equals(attempt.getPerson())
                || identity != null
                        && (wanted.equals(identity.getSubject()) || wanted.equalsIgnoreCase(identity.getEmail()));
    }
}
