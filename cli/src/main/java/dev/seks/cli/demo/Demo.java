// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.demo;

import dev.seks.cli.dev.DevOptions;
import java.time.Duration;
import java.util.List;

/** The story of {@code seks demo}, for whoever starts things otherwise than the command does. */
public final class Demo {
    /** How long a step may take. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private Demo() {}

    /** Starts everything, plays the whole story and stops everything; one sentence for each step that is not as told. */
    public static List<String> faults(DevOptions options) {
        return new Theatre(options, PATIENCE)
                .play(Story.load(), new Audience() {}).stream()
                        .filter(outcome -> !outcome.ok())
                        .map(StepOutcome::told)
                        .toList();
    }
}
