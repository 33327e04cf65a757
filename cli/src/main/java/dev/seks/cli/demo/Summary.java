// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.schemas.record.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole story in numbers. Latencies run from just before publishing to the append time of the first decision, or of
 * the result; the latter without the requests that waited for a person.
 *
 * @param pending how many waited for a person, whatever came of it
 * @param executed how many were executed, whatever the service answered
 */
record Summary(
        int requests,
        int approved,
        int denied,
        int pending,
        int executed,
        @Nullable Long p50DecisionMs,
        @Nullable Long p99DecisionMs,
        @Nullable Long p50ResultMs,
        @Nullable Long p99ResultMs,
        boolean ok) {
    private static final double MEDIAN = 0.5;
    private static final double TAIL = 0.99;

    static Summary of(List<StepOutcome> steps) {
        int requests = 0;
        int approved = 0;
        int denied = 0;
        int pending = 0;
        int executed = 0;
        List<Long> decisions = new ArrayList<>();
        List<Long> results = new ArrayList<>();
        for (StepOutcome step : steps) {
            for (int i = 0; i < step.tracks().size(); i++) {
                Track track = step.tracks().get(i);
                long sentAtMs = step.sent().get(i).atMs();
                requests++;
                approved += is(track, Outcome.APPROVED);
                denied += is(track, Outcome.DENIED);
                pending += track.waited() ? 1 : 0;
                executed += track.result().isPresent() ? 1 : 0;
                track.decidedAtMs().ifPresent(at -> decisions.add(at - sentAtMs));
                if (!track.waited()) {
                    track.finishedAtMs().ifPresent(at -> results.add(at - sentAtMs));
                }
            }
        }
        return new Summary(
                requests,
                approved,
                denied,
                pending,
                executed,
                percentile(decisions, MEDIAN),
                percentile(decisions, TAIL),
                percentile(results, MEDIAN),
                percentile(results, TAIL),
                steps.stream().allMatch(StepOutcome::ok));
    }

    ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("requests", requests)
                .put("approved", approved)
                .put("denied", denied)
                .put("pending", pending)
                .put("executed", executed)
                .put("p50DecisionMs", p50DecisionMs)
                .put("p99DecisionMs", p99DecisionMs)
                .put("p50ResultMs", p50ResultMs)
                .put("p99ResultMs", p99ResultMs)
                .put("ok", ok);
    }

    private static int is(Track track, Outcome outcome) {
        return track.last().filter(decision -> decision.getOutcome() == outcome).isPresent() ? 1 : 0;
    }

    /** The value that the given share of all values does not exceed; null when there is none. */
    private static @Nullable Long percentile(List<Long> values, double share) {
        if (values.isEmpty()) {
            return null;
        }
        List<Long> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }
}
