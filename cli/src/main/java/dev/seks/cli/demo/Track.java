// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.demo;

import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the topics say about one request, in the order they said it. Times are append times, by the broker's clock in
 * milliseconds.
 */
final class Track {
    private final List<Decision> decisions = new ArrayList<>();
    private final List<ExecutionResult> results = new ArrayList<>();
    private @Nullable Long decidedAtMs;
    private @Nullable Long finishedAtMs;

    void add(Decision decision, long atMs) {
        decisions.add(decision);
        if (decidedAtMs == null) {
            decidedAtMs = atMs;
        }
    }

    void add(ExecutionResult result, long atMs) {
        results.add(result);
        finishedAtMs = atMs;
    }

    Optional<Decision> last() {
        return decisions.isEmpty() ? Optional.empty() : Optional.of(decisions.get(decisions.size() - 1));
    }

    Optional<ExecutionResult> result() {
        return results.isEmpty() ? Optional.empty() : Optional.of(results.get(results.size() - 1));
    }

    boolean waits() {
        return last().filter(decision -> decision.getOutcome() == Outcome.PENDING)
                .isPresent();
    }

    boolean waited() {
        return decisions.stream().anyMatch(decision -> decision.getOutcome() == Outcome.PENDING);
    }

    /** Whether it took room of a limit: approved and pending requests do. */
    boolean tookRoom() {
        return decisions.stream().anyMatch(decision -> decision.getOutcome() != Outcome.DENIED);
    }

    /** Denied, or approved and executed. */
    boolean ended() {
        return !results.isEmpty()
                || last().filter(decision -> decision.getOutcome() == Outcome.DENIED)
                        .isPresent();
    }

    /** Whether it has one result at most and ended only once: every request must. */
    boolean single() {
        long ends = decisions.stream()
                .filter(decision -> decision.getOutcome() != Outcome.PENDING)
                .count();
        return ends <= 1 && results.size() <= 1;
    }

    OptionalLong decidedAtMs() {
        return decidedAtMs == null ? OptionalLong.empty() : OptionalLong.of(decidedAtMs);
    }

    OptionalLong finishedAtMs() {
        return finishedAtMs == null ? OptionalLong.empty() : OptionalLong.of(finishedAtMs);
    }
}
