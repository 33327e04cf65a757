// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.demo;

import dev.seks.cli.demo.Story.Expectation;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares what happened, by the topics, the forge's log and the disk, with what the story told. */
final class Judge {
    private final Path files;

    Judge(Path files) {
        this.files = files;
    }

    /**
     * Everything in which a step differs from its expectation, one sentence each.
     *
     * @param calls what the forge got during the step, as method and path, and how often
     */
    List<String> faults(Story.Step step, List<Track> tracks, Map<String, Integer> calls) {
        Expectation expected = step.expect();
        List<String> faults = new ArrayList<>();
        int admitted = expected.admitted() == null ? tracks.size() : expected.admitted();
        int limited = 0;
        for (Track track : tracks) {
            boolean isLimited = isLimited(track);
            if (isLimited) {
                limited++;
            }
            if (!(isLimited && expected.admitted() != null)) {
                one(expected, track, faults);
            }
        }
        if (expected.admitted() != null) {
            compare("requests refused by the rate limit", tracks.size() - admitted, limited, faults);
        }
        expected.forge()
                .forEach((call, times) ->
                        compare("calls of " + call + " on the forge", times, calls.getOrDefault(call, 0), faults));
        calls.keySet().stream()
                .filter(call -> !expected.forge().containsKey(call))
                .forEach(call -> faults.add("the forge got " + call + ", expected no such call"));
        file(expected, faults);
        return faults.stream().distinct().toList();
    }

    private static boolean isLimited(Track track) {
        return track.last()
                .filter(decision -> decision.getReason() == Reason.RATE_LIMITED)
                .isPresent();
    }

    private static void one(Expectation expected, Track track, List<String> faults) {
        Optional<Decision> decision = track.last();
        if (decision.isEmpty()) {
            faults.add("expected " + expected.outcome() + ", and nothing was decided in time");
            return;
        }
        compare("outcome", expected.outcome(), decision.get().getOutcome(), faults);
        compare("reason", expected.reason(), decision.get().getReason(), faults);
        if (expected.rule() != null) {
            compare("rule", expected.rule(), decision.get().getRule(), faults);
        }
        if (!track.single()) {
            faults.add("it ended more than once");
        }
        ExecutionResult result = track.result().orElse(null);
        compare("status", expected.status(), result == null ? null : result.getStatus(), faults);
        if (expected.statusCode() != null && result != null) {
            compare("status code", expected.statusCode(), result.getStatusCode(), faults);
        }
        if (expected.shows() != null
                && result != null
                && !String.valueOf(result.getBody()).contains(expected.shows())) {
            faults.add("the answer does not show '" + expected.shows() + "'");
        }
        if (expected.outcome() == Outcome.DENIED && result != null) {
            faults.add("it was executed, expected it to be denied");
        }
    }

    private void file(Expectation expected, List<String> faults) {
        Story.Draft draft = expected.file();
        if (draft == null) {
            return;
        }
        Path file = files.resolve(draft.path());
        try {
            compare("text of " + draft.path(), draft.holds(), Files.readString(file), faults);
        } catch (IOException e) {
            faults.add("file " + draft.path() + " cannot be read, expected it to be written");
        }
    }

    private static void compare(String what, @Nullable Object expected, @Nullable Object found, List<String> faults) {
        if (!Objects.equals(expected, found)) {
            faults.add(what + ": expected " + (expected == null ? "none" : expected) + ", was "
                    + (found == null ? "none" : found));
        }
    }
}
