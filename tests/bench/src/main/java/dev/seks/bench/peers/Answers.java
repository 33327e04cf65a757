// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.peers;

/** Makes sure that what is measured answers rightly. */
final class Answers {
    private static final int CHECKED = 200;

    private Answers() {}

    /** Refuses an engine that answers otherwise than the rules themselves. */
    static void check(Engine engine, Rulebook book, Rulebook.Question[] questions) throws Exception {
        for (int i = 0; i < CHECKED; i++) {
            boolean right = book.allows(questions[i]);
            if (engine.allows(questions[i]) != right) {
                throw new IllegalStateException("wrong answer to " + questions[i] + ", expected " + right);
            }
        }
    }
}
