// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.audit;

import dev.seks.cli.option.StateWord;
import dev.seks.cli.option.TimeOption;
import dev.seks.client.FinalState;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionStatus;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which requests are asked for; all that is not asked for is left open. */
final class TimelineFilter {
    @Option(
            names = "--since",
            paramLabel = "T",
            converter = TimeOption.class,
            description = "Decided at this time or later: RFC 3339, or how long ago, e.g. 10m, 2h, 7d.")
    private @Nullable Instant since;

    @Option(
            names = "--until",
            paramLabel = "T",
            converter = TimeOption.class,
            description = "Decided at this time or earlier; later decisions are left out.")
    private @Nullable Instant until;

    @Option(names = "--agent", paramLabel = "A", description = "Of this agent.")
    private @Nullable String agent;

    @Option(names = "--service", paramLabel = "S", description = "To this service.")
    private @Nullable String service;

    @Option(names = "--action", paramLabel = "X", description = "This action.")
    private @Nullable String action;

    @Option(
            names = "--outcome",
            paramLabel = "O",
            converter = StateName.class,
            description = "With this outcome (APPROVED, DENIED, PENDING) or status (SUCCEEDED, FAILED ...).")
    private @Nullable String outcome;

    @Option(names = "--reason", paramLabel = "R", description = "For this reason, e.g. RATE_LIMITED.")
    private @Nullable Reason reason;

    Optional<Instant> since() {
        return Optional.ofNullable(since);
    }

    Optional<Instant> until() {
        return Optional.ofNullable(until);
    }

    boolean admits(FinalState state) {
        Decision decision = state.decision();
        return (since == null || !decision.getDecidedAt().isBefore(since))
                && (until == null || !decision.getDecidedAt().isAfter(until))
                && fits(agent, decision.getAgent())
                && fits(service, decision.getService())
                && fits(action, decision.getAction())
                && (reason == null || reason == decision.getReason())
                && hasOutcome(state);
    }

    private boolean hasOutcome(FinalState state) {
        return outcome == null
                || outcome.equals(state.outcome().name())
                || outcome.equals(StateWord.of(state).word());
    }

    private static boolean fits(@Nullable String wanted, @Nullable String found) {
        return wanted == null || wanted.equals(found);
    }

    /** An outcome or an execution status, in upper or lower case. */
    static final class StateName implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            TreeSet<String> names = Stream.concat(
                            Arrays.stream(Outcome.values()).map(Enum::name),
                            Arrays.stream(ExecutionStatus.values()).map(Enum::name))
                    .collect(Collectors.toCollection(TreeSet::new));
            String name = text.toUpperCase(Locale.ROOT);
            if (!names.contains(name)) {
                throw new TypeConversionException("'" + text + "', expected one of " + String.join(", ", names));
            }
            return name;
        }
    }
}
