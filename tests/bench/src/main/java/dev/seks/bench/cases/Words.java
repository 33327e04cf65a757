// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.cases;

import java.util.ArrayList;
import java.util.List;

/** What engines that say yes or no have no words for, and the lines that are left of a policy. */
final class Words {
    private Words() {}

    /** Refuses a case whose outcome is none that an engine could give that says yes or no and keeps no count. */
    static void requireYesOrNo(RequestCase asked) throws NoWordsException {
        switch (asked.reason()) {
            case "APPROVAL_REQUIRED", "NO_APPROVER" ->
                throw new NoWordsException("an answer between yes and no, and people who decide");
            case "RATE_LIMITED" -> throw new NoWordsException("limits");
            default -> {}
        }
    }

    /** Refuses a case that is about what a request may look like, by itself or by the catalogue. */
    static void requireNoShape(RequestCase asked) throws NoWordsException {
        switch (asked.reason()) {
            case "MALFORMED" -> throw new NoWordsException("a grammar of names and parameters");
            case "UNKNOWN_ACTION", "INVALID_PARAMS" ->
                throw new NoWordsException("a catalogue of actions and their parameters");
            default -> {}
        }
    }

    /** Turns a line into what an engine reads. */
    interface Translator<T> {
        T line(Line line) throws NoWordsException;
    }

    /**
     * All lines that allow or deny, translated. A line for which there are no words is left out, unless it matches what is
     * asked.
     */
    static <T> List<T> translated(Sketch policy, Question asked, Translator<T> translator) throws NoWordsException {
        List<Line> matching = policy.matching(asked);
        List<T> translated = new ArrayList<>();
        for (Line line : policy.lines()) {
            if (line.verb() != Line.Verb.REQUIRE_APPROVAL) {
                try {
                    translated.add(translator.line(line));
                } catch (NoWordsException e) {
                    if (matching.contains(line)) {
                        throw e;
                    }
                }
            }
        }
        return translated;
    }
}
