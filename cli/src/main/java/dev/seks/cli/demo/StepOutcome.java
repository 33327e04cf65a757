// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.demo;

import java.util.List;
import java.util.OptionalInt;

/**
 * What a step came to.
 *
 * @param sent what was published, in order
 * @param tracks what the topics say of each
 * @param policyVersion that came into force before
 * @param deeds what people did about those that waited
 * @param faults in what it differs from the story, one sentence each; empty when it came out as told
 */
record StepOutcome(
        Story.Step step,
        List<Publisher.Sent> sent,
        List<Track> tracks,
        OptionalInt policyVersion,
        List<Cast.Deed> deeds,
        List<String> faults) {
    StepOutcome {
        sent = List.copyOf(sent);
        tracks = List.copyOf(tracks);
        deeds = List.copyOf(deeds);
        faults = List.copyOf(faults);
    }

    /** Which step differs from the story, and in what. */
    String told() {
        return "step '" + step.name() + "' is not as told: " + String.join("; ", faults);
    }

    boolean ok() {
        return faults.isEmpty();
    }
}
