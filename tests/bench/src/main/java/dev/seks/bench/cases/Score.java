// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.cases;

import java.util.Map;
import java.util.TreeMap;

/**
 * How an engine has answered.
 *
 * @param right how many cases it has answered as they expect
 * @param wrong the names of the others, with what it said
 * @param noWords for what it has no words, and in how many cases
 * @param named in how many of the cases that it has answered rightly it names exactly the rules that determine the outcome
 * @param ofNamed how many of these cases say which rules do; 0 for an engine that names none
 */
public record Score(
        String engine, int right, Map<String, String> wrong, Map<String, Integer> noWords, int named, int ofNamed) {
    public Score {
        wrong = new TreeMap<>(wrong);
        noWords = new TreeMap<>(noWords);
    }

    /** For how many cases it has no words. */
    public int unexpressed() {
        return noWords.values().stream().mapToInt(count -> count).sum();
    }
}
