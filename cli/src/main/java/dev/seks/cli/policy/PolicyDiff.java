// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import dev.seks.broker.decision.Comparison;
import dev.seks.broker.policy.Sample;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What one policy decides otherwise than another. */
public final class PolicyDiff {
    /** Where there is no catalogue, so many names are compared at the most. */
    static final int MAX_NAMES = 2_000;

    private PolicyDiff() {}

    /** Compares over the actions of both catalogues, or, where neither has one, over what stands in the rules. */
    public static Comparison between(Trial.Ready old, Trial.Ready next) {
        if (old.catalogue().isEmpty() && next.catalogue().isEmpty()) {
            List<Sample> named = Sample.ofRules(List.of(old.policy(), next.policy()), MAX_NAMES + 1);
            return Comparison.ofFirst(side(old), side(next), named, MAX_NAMES);
        }
        List<Sample> actions = Sample.ofCatalogues(Stream.of(old.catalogue(), next.catalogue())
                .flatMap(Optional::stream)
                .toList());
        return Comparison.of(side(old), side(next), actions);
    }

    private static Comparison.Side side(Trial.Ready ready) {
        return new Comparison.Side(ready.policy(), ready.rules(), ready.catalogue(), ready.operators());
    }
}
