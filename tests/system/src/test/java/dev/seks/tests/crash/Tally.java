// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.crash;

import dev.seks.client.FinalState;
import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.Outcome;
import dev.seks.tests.invariant.Log;
import dev.seks.tests.invariant.Logged;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/** What happened, in numbers. */
final class Tally {
    private final Map<Moment, Integer> kills = new EnumMap<>(Moment.class);
    private final List<Instant> killedAt;
    private final Log log;

    Tally(Collection<Moment> moments, List<Instant> killedAt, Log log) {
        moments.forEach(moment -> kills.merge(moment, 1, Integer::sum));
        this.killedAt = List.copyOf(killedAt);
        this.log = log;
    }

    /** How many requests were found on their way at a kill, by how far they had come. */
    Map<String, Long> interrupted() {
        Map<String, Instant> asked =
                times(log.requests().stream(), logged -> Digest.of(logged.raw().value()));
        Map<String, Instant> decided =
                times(log.decisions().stream(), logged -> logged.content().getRequestDigest());
        Map<String, Instant> approved = times(
                log.decisions().stream().filter(logged -> logged.content().getOutcome() == Outcome.APPROVED),
                logged -> logged.content().getRequestDigest());
        Map<String, Instant> claimed =
                times(log.claims().stream(), logged -> logged.content().getRequestDigest());
        Map<String, Instant> finished =
                times(log.results().stream(), logged -> logged.content().getRequestDigest());
        Map<String, Long> found = new TreeMap<>();
        found.put("published, not decided", between(asked, decided));
        found.put("approved, not claimed", between(approved, claimed));
        found.put("claimed, without a result", between(claimed, finished));
        return found;
    }

    String text(Map<Ask, FinalState> ended, int calls) {
        Map<String, Integer> outcomes = new TreeMap<>();
        ended.forEach((ask, end) -> outcomes.merge(
                ask.kind() + " " + end.outcome() + (end.status() == null ? "" : " " + end.status()), 1, Integer::sum));
        return String.join(
                "\n",
                "kills: " + killedAt.size() + " " + kills,
                "recoveries: " + killedAt.size(),
                "requests: " + ended.size() + ", as " + log.requests().size() + " records",
                "interrupted by a kill: " + interrupted(),
                "wire calls: " + calls,
                "outcomes: " + outcomes);
    }

    private static <T extends SpecificRecord> Map<String, Instant> times(
            Stream<Logged<T>> records, Function<Logged<T>, String> digest) {
        Map<String, Instant> times = new HashMap<>();
        records.forEach(
                logged -> times.putIfAbsent(digest.apply(logged), logged.raw().appendTime()));
        return times;
    }

    /** How many requests had the one and not yet the other when a process was killed. */
    private long between(Map<String, Instant> before, Map<String, Instant> after) {
        return before.entrySet().stream()
                .filter(entry -> after.containsKey(entry.getKey()))
                .filter(entry -> killedAt.stream()
                        .anyMatch(kill -> entry.getValue().isBefore(kill) && kill.isBefore(after.get(entry.getKey()))))
                .count();
    }
}
