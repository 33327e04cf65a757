// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.audit;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How much of a log is told: all that happened so far or the newest of it, and on request what happens from then on. */
final class Newest<T> {
    /** How many of those that stand in the log may be held to tell the newest. */
    static final int MAX_HELD = 20_000;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Of what happened so far only the newest N, at most " + MAX_HELD + ".")
    private @Nullable Integer limit;

    @Option(names = "--follow", description = "Go on with what happens from now on.")
    private boolean follow;

    private final Deque<T> held = new ArrayDeque<>();
    private boolean isPast = true;

    /** Refuses a limit out of bounds, and to follow to a time. */
    void check(CommandLine command, Optional<Instant> until) {
        if (limit != null && (limit < 1 || limit > MAX_HELD)) {
            throw new ParameterException(command, "--limit " + limit + ", expected 1 to " + MAX_HELD);
        }
        if (follow && until.isPresent()) {
            throw new ParameterException(command, "both --follow and --until, expected one of them");
        }
    }

    /** Tells one that happened, or holds it while it may still be among the newest. */
    void take(T one, Consumer<T> teller) {
        if (limit == null || !isPast) {
            teller.accept(one);
            return;
        }
        held.add(one);
        if (held.size() > limit) {
            held.remove();
        }
    }

    /** Tells what is held: all that happened so far was taken. */
    void endPast(Consumer<T> teller) {
        held.forEach(teller);
        held.clear();
        isPast = false;
    }

    /** Whether to go on with what happens from now on. */
    boolean follows() {
        return follow;
    }
}
