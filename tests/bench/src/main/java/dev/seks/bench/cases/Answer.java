// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.cases;

import java.util.Optional;
import java.util.Set;

/**
 * What an engine says.
 *
 * @param outcome {@code approved}, {@code pending} or {@code denied}
 * @param rules the paths of the rules that it names as the reason; empty where it names none by its nature
 */
record Answer(String outcome, Optional<Set<String>> rules) {
    static Answer of(boolean allowed) {
        return new Answer(allowed ? "approved" : "denied", Optional.empty());
    }

    static Answer of(boolean allowed, Set<String> rules) {
        return new Answer(allowed ? "approved" : "denied", Optional.of(Set.copyOf(rules)));
    }
}
